/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "act_line", test_engine_act_line },
        { "agreements", test_engine_agreements },
        { "ahead", test_engine_ahead },
        { "customers", test_engine_customers },
        { "enrolling", test_engine_enrolling },
        { "fault", test_engine_fault },
        { "follow", test_engine_follow },
        { "invitations", test_engine_invitations },
        { "merkle", test_engine_merkle },
        { "mpa_status", test_engine_mpa_status },
        { "new_customers", test_engine_new_customers },
        { "orders", test_engine_orders },
        { "particulars", test_engine_particulars },
        { "principal", test_engine_principal },
        { "registry", test_engine_registry },
        { "scenarios", test_engine_scenarios },
        { "service_agreements", test_engine_service_agreements },
        { "support_cases", test_engine_support_cases },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
