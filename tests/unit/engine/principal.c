/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/principal.h"

#include "unit/engine/suites.h"
#include "unit/test.h"

static void test_engine_principal__parts_tenant_and_role(void **state)
{
    struct text tenant = { 0 };
    enum principal_role role = PRINCIPAL_ROLE_COUNT;

    (void)state;

    assert_true(principal_parse(TEXT("elbe.example:admin_agent"), &tenant, &role));
    assert_text_is(tenant, "elbe.example");
    assert_int_equal(role, PRINCIPAL_ADMIN_AGENT);
    assert_true(principal_parse(TEXT("a:b:sales_agent"), &tenant, &role));
    assert_text_is(tenant, "a:b");
    assert_true(principal_parse(TEXT("vendor_support"), &tenant, &role));
    assert_text_is(tenant, "");
    assert_int_equal(role, PRINCIPAL_VENDOR_SUPPORT);
}

static void test_engine_principal__refuses_what_is_none(void **state)
{
    static const char *const wrong[] = { "",
                                         ":",
                                         "admin_agent",
                                         ":admin_agent",
                                         "a:",
                                         "a:vendor",
                                         "vendor:",
                                         "a:boss",
                                         "a:admin_agent ",
                                         "Vendor",
                                         "a:vendor_support" };

    (void)state;

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct text tenant = TEXT("kept");
        enum principal_role role = PRINCIPAL_BILLING_ADMIN;

        assert_false(principal_parse(text_of(wrong[i]), &tenant, &role));
        assert_text_is(tenant, "kept");
        assert_int_equal(role, PRINCIPAL_BILLING_ADMIN);
    }
}

int test_engine_principal(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_principal__parts_tenant_and_role),
        cmocka_unit_test(test_engine_principal__refuses_what_is_none),
    };

    return cmocka_run_group_tests_name("engine/principal", tests, NULL, NULL);
}
