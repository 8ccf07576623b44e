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
