/* SPDX-License-Identifier: Apache-2.0 */
/* What permits a supported act. */
#include "rulebook/grounds.h"

#include "rulebook/statement.h"
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void assert_basis_is(const struct dossier *dossier, struct grounds grounds,
                            const char *expected)
{
    const char *found[BASIS_MAX];
    unsigned count = basis_of(dossier, &grounds, found);
    struct buffer list = { 0 };

    for (unsigned i = 0; i < count; i++)
        buffer_add_format(&list, "%s%s", i > 0 ? " " : "", found[i]);
    assert_buffer_is(&list, expected);
    buffer_done(&list);
}

static void test_rulebook_grounds__an_order_by_its_chain_and_customer(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();

    (void)state;

    assert_basis_is(&direct, (struct grounds){ 0 }, "S1.1");
    assert_basis_is(&indirect, (struct grounds){ 0 }, "S1.2");
    assert_basis_is(&direct, (struct grounds){ .has_csp_tenant = true }, "S1.1 S4");
    assert_basis_is(&indirect, (struct grounds){ true, true, 0 }, "S1.2 S4 S2");
}

static void test_rulebook_grounds__a_customer_by_the_roles_of_the_partner(void **state)
{
    struct dossier dossier = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    dossier.party[POSITION_PARTNER].live_roles = BIT(ROLE_COUNT) - 1;

    assert_basis_is(&dossier, (struct grounds){ true, true, 0 }, "T4 T12 T2 S2");
    dossier.party[POSITION_PARTNER].live_roles = BIT(ROLE_DIRECT_BILL);
    assert_basis_is(&dossier, (struct grounds){ 0 }, "T12");
    dossier.party[POSITION_PARTNER].live_roles = 0;
    assert_basis_is(&dossier, (struct grounds){ 0 }, "");
}

static void test_rulebook_grounds__the_other_acts(void **state)
{
    static const struct {
        enum act act;
        const char *basis;
    } rows[] = {
        { ACT_ESTABLISH_INDIRECT_RELATIONSHIP, "T8 S8" },
        { ACT_ENGAGE_PARTNER, "S3" },
        { ACT_END_INDIRECT_RELATIONSHIP, "S6.E" },
        { ACT_ENROLL, "T1" },
    };
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct dossier dossier = clean_dossier(rows[i].act);

        assert_basis_is(&dossier, (struct grounds){ true, true, 0 }, rows[i].basis);
    }
    association.new_subscription = true;
    assert_basis_is(&association, (struct grounds){ 0 }, "M2");
    association.new_subscription = false;
    assert_basis_is(&association, (struct grounds){ 0 }, "M4b");
}

static void test_rulebook_grounds__rows_cite_statements(void **state)
{
    (void)state;

    for (size_t i = 0; i < basis_row_count; i++)
        assert_non_null(statement_find(text_of(basis_rows[i].statement)));
}

int test_rulebook_grounds(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_grounds__an_order_by_its_chain_and_customer),
        cmocka_unit_test(test_rulebook_grounds__a_customer_by_the_roles_of_the_partner),
        cmocka_unit_test(test_rulebook_grounds__the_other_acts),
        cmocka_unit_test(test_rulebook_grounds__rows_cite_statements),
    };

    return cmocka_run_group_tests_name("rulebook/grounds", tests, NULL, NULL);
}
