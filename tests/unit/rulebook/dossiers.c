/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"

#include "unit/test.h"

/* Everybody is of another tenant and organisation, in Germany. */
static struct party clean_party(enum position position)
{
    unsigned roles =
        position == POSITION_PARTNER ? BIT(ROLE_INDIRECT_RESELLER) : position_roles(position);

    return (struct party){
        .tenant = 10 + position,
        .organization = 20 + position,
        .ultimate_owner = 20 + position,
        .owner = 20 + position,
        .kind = position == POSITION_CUSTOMER ? TENANT_CUSTOMER : TENANT_PARTNER,
        .market = { 3 * 26 + 4 },
        .region = { 7 },
        .live_roles = roles,
        .active_roles = roles,
        .onboarded_on = DAY(2015, 1, 1),
        .mpa_signed_on = DAY(2019, 12, 1),
        .has_customer = position != POSITION_CUSTOMER,
    };
}

static struct dossier dossier_with(enum act act, unsigned positions)
{
    struct dossier dossier = {
        .act = act,
        .profile = PROFILE_PROGRAMME,
        .date = DAY(2022, 5, 12),
        .positions = positions,
        .has_indirect_relationship = true,
        .agreement_accepted_on = DAY(2020, 1, 20),
        .agreement_attested_on = DATE_AFTER_ALL,
        .partner_id_tenant = 10 + POSITION_RESELLER,
        .partner_id_country = { 3 * 26 + 4 },
        .requested_by = REQUESTER_VENDOR_SUPPORT,
        .role = ROLE_DIRECT_BILL,
        .capabilities = BIT(CAPABILITY_COUNT) - 1,
    };

    for (unsigned position = 0; position < POSITION_COUNT; position++)
        if (dossier_has(&dossier, (enum position)position))
            dossier.party[position] = clean_party((enum position)position);
    return dossier;
}

struct dossier clean_direct_order(void)
{
    return dossier_with(ACT_PLACE_ORDER, BIT(POSITION_DIRECT_BILL) | BIT(POSITION_CUSTOMER));
}

struct dossier clean_indirect_order(void)
{
    return dossier_with(ACT_PLACE_ORDER,
                        BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER) | BIT(POSITION_CUSTOMER));
}

struct dossier clean_dossier(enum act act)
{
    static const unsigned positions[ACT_COUNT] = {
        [ACT_PLACE_ORDER] = BIT(POSITION_DIRECT_BILL) | BIT(POSITION_CUSTOMER),
        [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER),
        [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = BIT(POSITION_PARTNER) | BIT(POSITION_CUSTOMER),
        [ACT_ASSOCIATE_PARTNER_ID] = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER),
        [ACT_ENGAGE_PARTNER] = BIT(POSITION_PARTNER) | BIT(POSITION_CUSTOMER),
        [ACT_END_INDIRECT_RELATIONSHIP] = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER),
        [ACT_ENROLL] = BIT(POSITION_PARTNER),
    };
    struct dossier dossier = dossier_with(act, positions[act]);

    if (act == ACT_ENROLL)
        dossier.party[POSITION_PARTNER].live_roles = 0;
    return dossier;
}

void check_findings(const struct dossier *dossier, const char *expected, const char *file, int line)
{
    struct decision decision;
    struct buffer names = { 0 };

    decide(dossier, &decision);

    for (unsigned i = 0; i < decision.finding_count; i++) {
        buffer_add_spaces(&names, i > 0 ? 1 : 0);
        finding_write_name(&names, decision.findings[i]);
    }
    check_text(buffer_text(&names), text_of(expected), file, line);
    assert_int_equal(decision_is_supported(&decision), expected[0] == '\0');
    buffer_done(&names);
}
