/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/decision.h"

#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/template.h"

/* Sets of positions. In an order the seller stands in one of the two last. */
enum {
    PARTY_PROVIDER = BIT(POSITION_PROVIDER),
    PARTY_RESELLER = BIT(POSITION_RESELLER),
    PARTY_PARTNER = BIT(POSITION_PARTNER),
    PARTY_CUSTOMER = BIT(POSITION_CUSTOMER),
    PARTNERS = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER),
    SELLERS = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL),
    FACING_CUSTOMER = BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL),
    ABOVE_RESELLER = BIT(POSITION_PROVIDER) | BIT(POSITION_DIRECT_BILL),
    EACH_CAPABILITY = BIT(POSITION_API_INTEGRATION) | BIT(POSITION_BILLING) |
                      BIT(POSITION_MANAGED_SERVICES) | BIT(POSITION_SUPPORT),
    WHOLE_ACT = BIT(POSITION_NONE),
};

/* Without a provider nobody stands as reseller, and nobody is one of the provider's. */
static const struct consult place_order_consults[] = {
    { RULE_CHAIN_OF_SALE, WHEN_ALWAYS, SELLERS },
    { RULE_CUSTOMER_AGREEMENT_ACCEPTED, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_CUSTOMER_IN_REGION, WHEN_ALWAYS, SELLERS },
    { RULE_CUSTOMER_RELATIONSHIP_ACTIVE, WHEN_ALWAYS, SELLERS },
    { RULE_ENROLLED_IN_ROLE, WHEN_ALWAYS, ABOVE_RESELLER },
    { RULE_ENROLLED_IN_ROLE, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_GOOD_STANDING, WHEN_ALWAYS, SELLERS },
    { RULE_INDIRECT_RELATIONSHIP_ACTIVE, WHEN_PROVIDER_NAMED, WHOLE_ACT },
    { RULE_KNOWN_MARKET, WHEN_ALWAYS, SELLERS | PARTY_CUSTOMER },
    { RULE_MPA_SIGNED, WHEN_ALWAYS, SELLERS },
    { RULE_NO_AFFILIATE_SALE, WHEN_EACH_SELLER_SELLS, PARTY_PROVIDER },
    { RULE_NO_AFFILIATE_SALE, WHEN_ALWAYS, FACING_CUSTOMER },
    { RULE_NO_PROVISIONING_ON_CSP_TENANT, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_NO_SELF_SALE, WHEN_EACH_SELLER_SELLS, PARTY_PROVIDER },
    { RULE_NO_SELF_SALE, WHEN_ALWAYS, FACING_CUSTOMER },
    { RULE_OFFER_SOLD_IN_MARKET, WHEN_OFFER_NAMED, WHOLE_ACT },
    { RULE_ONBOARDED, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_PARTNERS_IN_SAME_REGION, WHEN_PROVIDER_NAMED, WHOLE_ACT },
    { RULE_RESELLER_OR_CUSTOMER, WHEN_PROVIDER_NAMED, WHOLE_ACT },
};

/* No MPA as Q12 is read: establishing a relationship is not yet new business. */
static const struct consult establish_indirect_relationship_consults[] = {
    { RULE_CHAIN_OF_SALE, WHEN_ALWAYS, PARTNERS },
    { RULE_ENROLLED_IN_ROLE, WHEN_ALWAYS, PARTY_PROVIDER },
    { RULE_ENROLLED_IN_ROLE, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_GOOD_STANDING, WHEN_ALWAYS, PARTNERS },
    { RULE_KNOWN_MARKET, WHEN_ALWAYS, PARTNERS },
    { RULE_MPA_SIGNED, WHEN_RELATIONSHIP_IS_NEW_BUSINESS, PARTNERS },
    { RULE_ONBOARDED, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_PARTNERS_IN_SAME_REGION, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_RESELLER_OR_CUSTOMER, WHEN_ALWAYS, WHOLE_ACT },
};

static const struct consult establish_customer_relationship_consults[] = {
    { RULE_CUSTOMER_IN_REGION, WHEN_ALWAYS, PARTY_PARTNER },
    { RULE_ENROLLED_IN_ROLE, WHEN_ALWAYS, PARTY_PARTNER },
    { RULE_GOOD_STANDING, WHEN_ALWAYS, PARTY_PARTNER },
    { RULE_KNOWN_MARKET, WHEN_ALWAYS, PARTY_PARTNER | PARTY_CUSTOMER },
    { RULE_NO_AFFILIATE_SALE, WHEN_EACH_SELLER_SELLS, PARTY_PARTNER },
    { RULE_NO_SELF_SALE, WHEN_EACH_SELLER_SELLS, PARTY_PARTNER },
    { RULE_RESELLER_OR_CUSTOMER, WHEN_ALWAYS, WHOLE_ACT },
};

static const struct consult associate_partner_id_consults[] = {
    { RULE_CHAIN_OF_SALE, WHEN_ALWAYS, PARTNERS },
    { RULE_ENROLLED_IN_ROLE, WHEN_ALWAYS, PARTY_PROVIDER },
    { RULE_ENROLLED_IN_ROLE, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_GOOD_STANDING, WHEN_ALWAYS, PARTNERS },
    { RULE_INDIRECT_RELATIONSHIP_ACTIVE, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_MPA_SIGNED, WHEN_SUBSCRIPTION_NEW, PARTY_RESELLER },
    { RULE_ONBOARDED, WHEN_ENROLLMENT_IS_ASKED, PARTY_RESELLER },
    { RULE_PARTNER_ID_OF_RESELLER, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_PARTNERS_IN_SAME_REGION, WHEN_ALWAYS, WHOLE_ACT },
};

/* S3: several partners manage a customer's subscriptions; nothing else is asked. */
static const struct consult engage_partner_consults[] = {
    { RULE_ENROLLED_IN_ROLE, WHEN_ALWAYS, PARTY_PARTNER },
};

static const struct consult end_indirect_relationship_consults[] = {
    { RULE_ENDING_THROUGH_SUPPORT, WHEN_ALWAYS, WHOLE_ACT },
    { RULE_INDIRECT_RELATIONSHIP_ACTIVE, WHEN_ALWAYS, WHOLE_ACT },
};

static const struct consult enroll_consults[] = {
    { RULE_DIRECT_BILL_CAPABLE, WHEN_DIRECT_BILL_ASKED, EACH_CAPABILITY },
    { RULE_KNOWN_MARKET, WHEN_ALWAYS, PARTY_PARTNER },
    { RULE_ONE_ROLE_PER_TENANT, WHEN_ALWAYS, WHOLE_ACT },
};

#define ROWS(name) { name##_consults, COUNT_OF(name##_consults) }
const struct act_consults act_consults[ACT_COUNT] = {
    [ACT_PLACE_ORDER] = ROWS(place_order),
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = ROWS(establish_indirect_relationship),
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = ROWS(establish_customer_relationship),
    [ACT_ASSOCIATE_PARTNER_ID] = ROWS(associate_partner_id),
    [ACT_ENGAGE_PARTNER] = ROWS(engage_partner),
    [ACT_END_INDIRECT_RELATIONSHIP] = ROWS(end_indirect_relationship),
    [ACT_ENROLL] = ROWS(enroll),
};
#undef ROWS

/* The condition as a bit of a set, where it holds: without a branch, of which there would be
 * seven. */
static inline unsigned when(enum condition condition, bool holds)
{
    return (unsigned)holds << condition;
}

/* The conditions that hold of the act, as bits of enum condition. */
static unsigned conditions_of(const struct dossier *dossier)
{
    bool is_enrollment_asked = (dossier->other_readings & Q13) == 0 ||
                               !date_before(dossier->date, rule_mpa_signed.in_force_from);

    return when(WHEN_ALWAYS, true) |
           when(WHEN_PROVIDER_NAMED, dossier_has(dossier, POSITION_PROVIDER)) |
           when(WHEN_OFFER_NAMED, dossier->has_offer) |
           when(WHEN_SUBSCRIPTION_NEW, dossier->new_subscription) |
           when(WHEN_DIRECT_BILL_ASKED, dossier->role == ROLE_DIRECT_BILL) |
           when(WHEN_EACH_SELLER_SELLS, (dossier->other_readings & Q3) == 0) |
           when(WHEN_RELATIONSHIP_IS_NEW_BUSINESS, (dossier->other_readings & Q12) != 0) |
           when(WHEN_ENROLLMENT_IS_ASKED, is_enrollment_asked);
}

/* Those that the row asks about and that are there. */
static unsigned positions_asked(const struct dossier *dossier, const struct consult *consult)
{
    return consult->positions & (dossier->positions | WHOLE_ACT | EACH_CAPABILITY);
}

/* Notes what a rule has found about some positions. */
static void note(enum rule_name rule, unsigned found, struct decision *decision)
{
    for (; found != 0; found &= found - 1) {
        enum position position = (enum position)__builtin_ctz(found);

        ASSERT(decision->finding_count < FINDING_COUNT_MAX);
        decision->findings[decision->finding_count++] = (struct finding){ rule, position };
    }
}

bool consult_is_asked(const struct consult *consult, const struct dossier *dossier)
{
    return (conditions_of(dossier) & BIT(consult->condition)) != 0 &&
           rule_applies(rules[consult->rule], dossier) && positions_asked(dossier, consult) != 0;
}

void decide(const struct dossier *dossier, struct decision *out_decision)
{
    const struct act_consults *consults = &act_consults[dossier->act];
    unsigned conditions = conditions_of(dossier);

    out_decision->finding_count = 0;
    for (unsigned i = 0; i < consults->count; i++) {
        const struct consult *consult = &consults->rows[i];
        const struct rule *rule = rules[consult->rule];
        unsigned asked = positions_asked(dossier, consult);

        if (asked != 0 && (conditions & BIT(consult->condition)) != 0 &&
            rule_applies(rule, dossier))
            note(consult->rule, rule->finds(dossier, asked), out_decision);
    }
}

void finding_write_name(struct buffer *buffer, struct finding finding)
{
    buffer_add_string(buffer, rules[finding.rule]->id);
    if (finding.position == POSITION_NONE)
        return;
    buffer_add(buffer, ":", 1);
    buffer_add_string(buffer, position_words.list[finding.position]);
}

/* Calls the parties by their positions. */
struct position_filler {
    struct filler filler;
    enum position position; /* of {party} */
    enum language language;
};

static void fill_position(const struct filler *filler, struct buffer *buffer, struct text name,
                          bool is_first)
{
    const struct position_filler *of = (const struct position_filler *)filler;

    named_write(buffer, name, of->position, (struct voice){ of->language, is_first });
}

void finding_write_message(struct buffer *buffer, struct finding finding, enum language language)
{
    struct position_filler filler = { { fill_position }, finding.position, language };

    template_write(buffer, rules[finding.rule]->message.in[language], &filler.filler);
}

/* Rows of one rule are in the order of their last positions, so that findings are in order: an act
 * has a provider or a direct-bill partner. */
static bool consults_are_in_order(const struct act_consults *consults)
{
    for (unsigned i = 0; i < consults->count; i++) {
        const struct consult *row = &consults->rows[i];
        const struct consult *before = i == 0 ? NULL : row - 1;

        if (row->positions == 0 || (before != NULL && before->rule > row->rule) ||
            (before != NULL && before->rule == row->rule &&
             __builtin_clz(before->positions) <= __builtin_clz(row->positions)))
            return false;
    }
    return consults->count > 0;
}

const char *rulebook_check(const struct act_consults consults[ACT_COUNT],
                           const struct rule *const table[RULE_COUNT])
{
    for (unsigned act = 0; act < ACT_COUNT; act++)
        if (!consults_are_in_order(&consults[act]))
            return act_words.list[act];
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = table[i];

        if (rule->finds == NULL || (i > 0 && strcmp(table[i - 1]->id, rule->id) >= 0))
            return rule->id;
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            if (rule->message.in[language] == NULL || rule->asks.in[language] == NULL)
                return rule->id;
    }
    return NULL;
}
