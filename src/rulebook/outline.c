/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/outline.h"

#include "base/assert.h"
#include "base/attributes.h"
#include "base/template.h"

enum {
    CAPABILITIES_ASKED = BIT(POSITION_API_INTEGRATION) | BIT(POSITION_BILLING) |
                         BIT(POSITION_MANAGED_SERVICES) | BIT(POSITION_SUPPORT)
};

const struct fact_key *fact_key_find(struct text name)
{
    for (size_t i = 0; i < fact_key_count; i++)
        if (text_is(name, fact_keys[i].key))
            return &fact_keys[i];
    return NULL;
}

unsigned rule_positions(enum rule_name rule, unsigned acts)
{
    unsigned positions = 0;

    for (unsigned act = 0; act < ACT_COUNT; act++)
        for (unsigned i = 0; (acts & BIT(act)) != 0 && i < act_consults[act].count; i++)
            if (act_consults[act].rows[i].rule == rule)
                positions |= act_consults[act].rows[i].positions;
    return positions;
}

unsigned rule_acts(enum rule_name rule)
{
    unsigned acts = 0;

    for (unsigned act = 0; act < ACT_COUNT; act++)
        if (rule_positions(rule, BIT(act)) != 0)
            acts |= BIT(act);
    return acts;
}

/* An empty set in a row of remedies means all. */
static unsigned narrowed(unsigned set, unsigned by)
{
    return by == 0 ? set : set & by;
}

static unsigned positions_helped(enum rule_name rule, const struct rule_remedy *remedy,
                                 unsigned acts)
{
    unsigned positions = narrowed(rule_positions(rule, acts), remedy->positions);

    return remedy->when == IF_OWN_PROVIDER ? positions & BIT(POSITION_RESELLER) : positions;
}

unsigned rule_remedy_acts(enum rule_name rule, const struct rule_remedy *remedy)
{
    unsigned acts =
        narrowed(narrowed(rule_acts(rule), remedy_rows[remedy->remedy].acts), remedy->acts);

    for (unsigned act = 0; act < ACT_COUNT; act++)
        if (positions_helped(rule, remedy, acts & BIT(act)) == 0)
            acts &= ~BIT(act);
    return acts;
}

unsigned rule_remedy_positions(enum rule_name rule, const struct rule_remedy *remedy)
{
    return positions_helped(rule, remedy, rule_remedy_acts(rule, remedy));
}

static bool ids_have(const char *ids, const char *id)
{
    while (*ids != '\0')
        if (text_is(text_take_word(&ids), id))
            return true;
    return false;
}

bool rule_cites(const struct rule *rule, const char *id)
{
    return ids_have(rule->statements, id) || ids_have(rule->readings, id);
}

bool reading_is_about(const struct reading *reading, const char *statement)
{
    return ids_have(reading->statements, statement);
}

bool rule_has_remedy(const struct rule *rule, enum remedy remedy)
{
    for (const struct rule_remedy *row = rule->remedies; row->remedy != REMEDY_NONE; row++)
        if (row->remedy == remedy)
            return true;
    return false;
}

/* A sentence in which nobody has a name. */
struct outline_filler {
    struct filler filler;
    unsigned positions; /* whom a finding may be about */
    const struct remedy_outline *remedy;
    enum language language;
};

void outline_write_positions(struct buffer *buffer, unsigned positions, enum language language)
{
    static const struct phrase whole_act = { { "the act as a whole", "l'acte dans son ensemble" } };
    static const enum position order[] = { POSITION_PROVIDER,        POSITION_RESELLER,
                                           POSITION_DIRECT_BILL,     POSITION_PARTNER,
                                           POSITION_CUSTOMER,        POSITION_API_INTEGRATION,
                                           POSITION_BILLING,         POSITION_SUPPORT,
                                           POSITION_MANAGED_SERVICES };
    bool is_first = true;

    if ((positions & BIT(POSITION_NONE)) != 0)
        buffer_add_string(buffer, whole_act.in[language]);
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        if ((positions & BIT(order[i])) == 0)
            continue;
        buffer_add_string(buffer, is_first ? "" : ", ");
        position_write(buffer, order[i], (struct voice){ language, false });
        is_first = false;
    }
}

/* Whoever a finding is about: one of the partners, also the customer, or a capability. */
static void write_anyone(struct buffer *buffer, unsigned positions, enum language language,
                         bool is_first)
{
    static const struct phrase capability = { { "Whichever is missing", "Celle qui manque" } };
    static const struct phrase partner = { { "The partner concerned", "Le partenaire concerné" } };
    static const struct phrase party = { { "The party concerned", "La partie concernée" } };
    const struct phrase *phrase = (positions & CAPABILITIES_ASKED) != 0       ? &capability
                                  : (positions & BIT(POSITION_CUSTOMER)) != 0 ? &party
                                                                              : &partner;

    /* Of one alone the sentence can say who it is. */
    if ((positions & (positions - 1)) == 0) {
        position_write(buffer, (enum position)__builtin_ctz(positions),
                       (struct voice){ language, is_first });
        return;
    }
    ASSERT(is_first);
    buffer_add_string(buffer, phrase->in[language]);
}

static void fill_finding(const struct filler *filler, struct buffer *buffer, struct text name,
                         bool is_first)
{
    const struct outline_filler *of = (const struct outline_filler *)filler;

    if (text_is(name, "party"))
        write_anyone(buffer, of->positions, of->language, is_first);
    else
        named_write(buffer, name, POSITION_NONE, (struct voice){ of->language, is_first });
}

void outline_write_finding(struct buffer *buffer, enum rule_name rule, enum language language)
{
    struct outline_filler filler = {
        { fill_finding }, rule_positions(rule, rule_acts(rule)), NULL, language
    };

    template_write(buffer, rules[rule]->message.in[language], &filler.filler);
}

static void fill_remedy(const struct filler *filler, struct buffer *buffer, struct text name,
                        bool is_first)
{
    const struct outline_filler *of = (const struct outline_filler *)filler;
    const char *phrase = NULL;
    char first = 0;

    for (size_t i = 0; of->remedy->stand_ins[i].placeholder != NULL; i++)
        if (text_is(name, of->remedy->stand_ins[i].placeholder))
            phrase = of->remedy->stand_ins[i].phrase.in[of->language];
    ASSERT(phrase != NULL);
    first = (char)(is_first ? phrase[0] & ~0x20 : phrase[0]);
    buffer_add(buffer, &first, 1);
    buffer_add_string(buffer, phrase + 1);
}

void outline_write_remedy(struct buffer *buffer, enum remedy remedy, enum language language)
{
    struct outline_filler filler = { { fill_remedy }, 0, &remedy_outlines[remedy], language };

    template_write(buffer, remedy_rows[remedy].message.in[language], &filler.filler);
}
