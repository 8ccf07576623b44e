/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/base/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "assert", test_base_assert },   { "buffer", test_base_buffer },
        { "date", test_base_date },       { "guid", test_base_guid },
        { "index", test_base_index },     { "json_writer", test_base_json_writer },
        { "lines", test_base_lines },     { "memory", test_base_memory },
        { "pool", test_base_pool },       { "sha256", test_base_sha256 },
        { "suggest", test_base_suggest }, { "template", test_base_template },
        { "text", test_base_text },       { "wrap", test_base_wrap },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
