/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/rule.h"

#include "base/assert.h"
#include "base/attributes.h"

#define RULE(NAME, name) [RULE_##NAME] = &rule_##name,
const struct rule *const rules[RULE_COUNT] = {
#include "rulebook/rules.def"
};
#undef RULE

static const char *const position_list[] = {
    [POSITION_API_INTEGRATION] = "api_integration",
    [POSITION_BILLING] = "billing",
    [POSITION_CUSTOMER] = "customer",
    [POSITION_DIRECT_BILL] = "direct_bill",
    [POSITION_MANAGED_SERVICES] = "managed_services",
    [POSITION_PARTNER] = "partner",
    [POSITION_PROVIDER] = "provider",
    [POSITION_RESELLER] = "reseller",
    [POSITION_SUPPORT] = "support",
};

const struct words position_words = { position_list, COUNT_OF(position_list) };

_Static_assert(COUNT_OF(position_list) == POSITION_NONE, "every position has its word");

const struct phrase position_phrases[POSITION_COUNT] = {
    [POSITION_API_INTEGRATION] = { { "Integration through the API", "L'intégration par l'API" } },
    [POSITION_BILLING] = { { "Billing of customers", "La facturation des clients" } },
    [POSITION_CUSTOMER] = { { "The customer", "Le client" } },
    [POSITION_DIRECT_BILL] = { { "The direct-bill partner",
                                 "Le partenaire de facturation directe" } },
    [POSITION_MANAGED_SERVICES] = { { "The managed-services offering",
                                      "La fourniture de services gérés" } },
    [POSITION_PARTNER] = { { "The partner", "Le partenaire" } },
    [POSITION_PROVIDER] = { { "The indirect provider", "Le fournisseur indirect" } },
    [POSITION_RESELLER] = { { "The indirect reseller", "Le revendeur indirect" } },
    [POSITION_SUPPORT] = { { "Support of customers", "Le support aux clients" } },
    [POSITION_NONE] = { { "", "" } },
};

enum position position_named(struct text placeholder, enum position party)
{
    unsigned position = party;

    if (!text_is(placeholder, "party"))
        ASSERT(words_find(&position_words, placeholder, &position));
    return (enum position)position;
}

/* Phrases begin with a capital; within a sentence they don't. */
/* Phrases begin with a capital; within a sentence they don't. */
static void write_phrase(struct buffer *buffer, const struct phrase *phrase, struct voice voice)
{
    const char *words = phrase->in[voice.language];
    char first = (char)(voice.is_first ? words[0] : words[0] | 0x20);

    if (words[0] == '\0')
        return;
    buffer_add(buffer, &first, 1);
    buffer_add_string(buffer, words + 1);
}

void position_write(struct buffer *buffer, enum position position, struct voice voice)
{
    write_phrase(buffer, &position_phrases[position], voice);
}

void named_write(struct buffer *buffer, struct text placeholder, enum position party,
                 struct voice voice)
{
    /* These stand in several positions, by the act. */
    static const struct phrase upper = { { "The provider", "Le fournisseur" } };
    static const struct phrase lower = { { "The tenant", "Le locataire" } };

    if (text_is(placeholder, "upper"))
        write_phrase(buffer, &upper, voice);
    else if (text_is(placeholder, "lower"))
        write_phrase(buffer, &lower, voice);
    else
        position_write(buffer, position_named(placeholder, party), voice);
}

const unsigned position_role_sets[POSITION_COUNT] = {
    [POSITION_PROVIDER] = BIT(ROLE_INDIRECT_PROVIDER),
    [POSITION_RESELLER] = BIT(ROLE_INDIRECT_RESELLER),
    [POSITION_DIRECT_BILL] = BIT(ROLE_DIRECT_BILL),
    [POSITION_PARTNER] = BIT(ROLE_COUNT) - 1,
};

enum capability position_capability(enum position position)
{
    static const enum capability capabilities[POSITION_COUNT] = {
        [POSITION_API_INTEGRATION] = CAPABILITY_API_INTEGRATION,
        [POSITION_BILLING] = CAPABILITY_BILLING,
        [POSITION_MANAGED_SERVICES] = CAPABILITY_MANAGED_SERVICES,
        [POSITION_SUPPORT] = CAPABILITY_SUPPORT,
    };

    return capabilities[position];
}
