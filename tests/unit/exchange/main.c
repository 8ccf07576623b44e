/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/exchange/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "full_sentence", test_exchange_full_sentence },
        { "json", test_exchange_json },
        { "proposal_line", test_exchange_proposal_line },
        { "shape", test_exchange_shape },
        { "shape_plain", test_exchange_shape_plain },
        { "world", test_exchange_world },
        { "world_folder", test_exchange_world_folder },
        { "world_shapes", test_exchange_world_shapes },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
