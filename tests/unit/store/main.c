/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/store/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "census", test_store_census },   { "entries", test_store_entries },
        { "facts", test_store_facts },     { "import", test_store_import },
        { "journal", test_store_journal }, { "load", test_store_load },
        { "memo", test_store_memo },       { "statements", test_store_statements },
        { "store", test_store_store },     { "writer", test_store_writer },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
