/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/store/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "import", test_store_import },
        { "statements", test_store_statements },
        { "store", test_store_store },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
