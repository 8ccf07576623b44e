/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/model/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "address", test_model_address },     { "fact", test_model_fact },
        { "lifecycle", test_model_lifecycle }, { "market", test_model_market },
        { "problem", test_model_problem },     { "words", test_model_words },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
