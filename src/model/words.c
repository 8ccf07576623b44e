/* SPDX-License-Identifier: Apache-2.0 */
#include "model/words.h"

#include "base/attributes.h"
#include "model/fact.h"

#define WORD(name, word) word,
#define WORDS(noun, ROWS)                                                                          \
    static const char *const noun##_list[] = { ROWS(WORD) };                                       \
    const struct words noun##_words = { noun##_list, COUNT_OF(noun##_list) };

WORDS(tenant_kind, TENANT_KINDS)
WORDS(role, ROLES)
WORDS(enrollment_status, ENROLLMENT_STATUSES)
WORDS(capability, CAPABILITIES)
WORDS(service, SERVICES)
WORDS(offer_party, OFFER_PARTIES)
WORDS(acceptance, ACCEPTANCES)
WORDS(agreement, AGREEMENTS)
WORDS(requester, REQUESTERS)
WORDS(act, ACTS)
WORDS(invitation_kind, INVITATION_KINDS)
WORDS(invitation_status, INVITATION_STATUSES)
WORDS(case_status, CASE_STATUSES)
WORDS(subscription_status, SUBSCRIPTION_STATUSES)
WORDS(particulars_purpose, PARTICULARS_PURPOSES)
WORDS(renewal, RENEWALS)
WORDS(personal_field, PERSONAL_FIELDS)
WORDS(profile, PROFILES)
WORDS(fact_type, FACT_TYPES)

bool words_find(const struct words *words, struct text word, unsigned *out_value)
{
    for (unsigned i = 0; i < words->count; i++) {
        if (text_is(word, words->list[i])) {
            *out_value = i;
            return true;
        }
    }
    return false;
}

const struct phrase tenant_kind_phrases[TENANT_KIND_COUNT] = {
    [TENANT_PARTNER] = { { "partner", "partenaire" } },
    [TENANT_CUSTOMER] = { { "customer", "client" } },
};

const struct phrase role_phrases[ROLE_COUNT] = {
    [ROLE_INDIRECT_PROVIDER] = { { "indirect provider", "fournisseur indirect" } },
    [ROLE_INDIRECT_RESELLER] = { { "indirect reseller", "revendeur indirect" } },
    [ROLE_DIRECT_BILL] = { { "direct-bill partner", "partenaire de facturation directe" } },
};

const struct phrase capability_phrases[CAPABILITY_COUNT] = {
    [CAPABILITY_API_INTEGRATION] = { { "integration through the API", "intégration par l'API" } },
    [CAPABILITY_BILLING] = { { "billing of customers", "facturation des clients" } },
    [CAPABILITY_SUPPORT] = { { "support of customers", "support aux clients" } },
    [CAPABILITY_MANAGED_SERVICES] = { { "managed services", "services gérés" } },
};

const struct phrase requester_phrases[REQUESTER_COUNT] = {
    [REQUESTER_PROVIDER] = { { "the indirect provider", "le fournisseur indirect" } },
    [REQUESTER_RESELLER] = { { "the indirect reseller", "le revendeur indirect" } },
    [REQUESTER_VENDOR_SUPPORT] = { { "vendor support", "le support de l'éditeur" } },
};
