/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "act_line", test_engine_act_line },   { "agreements", test_engine_agreements },
        { "enrolling", test_engine_enrolling }, { "fault", test_engine_fault },
        { "merkle", test_engine_merkle },       { "mpa_status", test_engine_mpa_status },
        { "principal", test_engine_principal }, { "registry", test_engine_registry },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
