/* SPDX-License-Identifier: Apache-2.0 */
/* Findings and steps in words, with the parties' names. */
#include "base/assert.h"
#include "base/attributes.h"
#include "base/template.h"
#include "exchange/full.h"

/* Where a party stands, in the brackets behind its name. */
static const struct phrase position_names[POSITION_COUNT] = {
    [POSITION_PROVIDER] = { { "provider", "fournisseur" } },
    [POSITION_RESELLER] = { { "reseller", "revendeur" } },
    [POSITION_DIRECT_BILL] = { { "direct-bill partner", "partenaire de facturation directe" } },
    [POSITION_PARTNER] = { { "partner", "partenaire" } },
    [POSITION_CUSTOMER] = { { "customer", "client" } },
};

static const char *const months[LANGUAGE_COUNT][12] = {
    [LANGUAGE_EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
                      "September", "October", "November", "December" },
    [LANGUAGE_FR] = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                      "septembre", "octobre", "novembre", "décembre" },
};

/* A sentence being written. */
struct sentence {
    struct filler filler;
    const struct full *full;
    enum position party;     /* of a finding */
    const struct step *step; /* or a step */
    enum language language;
};

static const struct full *full_of(const struct filler *filler)
{
    return ((const struct sentence *)filler)->full;
}

static void add_phrase(struct buffer *buffer, const struct sentence *sentence,
                       const struct phrase *phrase)
{
    buffer_add_string(buffer, phrase->in[sentence->language]);
}

static void add_name(struct buffer *buffer, struct text name)
{
    buffer_add_visible(buffer, name, SIZE_MAX);
}

/* "Alder & Söhne GmbH (alder.example"; a created tenant has no domain yet. */
static void begin_tenant(struct buffer *buffer, const struct full *full, uint32_t tenant,
                         enum language language)
{
    static const struct phrase created = { { "new tenant", "nouveau locataire" } };
    const struct book *book = full->source->book;
    uint32_t like = tenant;

    if (tenant == TENANT_CREATED)
        like = full->request.party[request_tenant_position(&full->request)];
    add_name(buffer, book_organization_name(book, like));
    buffer_add_text(buffer, TEXT(" ("));
    if (tenant == TENANT_CREATED)
        buffer_add_string(buffer, created.in[language]);
    else
        add_name(buffer, book_domain(book, tenant));
}

static void add_tenant(struct buffer *buffer, const struct sentence *sentence, uint32_t tenant)
{
    begin_tenant(buffer, sentence->full, tenant, sentence->language);
    buffer_add_text(buffer, TEXT(")"));
}

/* Who a placeholder of a finding's sentence is. */
static enum position finding_position(const struct full *full, struct text name,
                                      enum position party)
{
    bool has_provider = (full->request.positions & BIT(POSITION_PROVIDER)) != 0;

    if (text_is(name, "upper"))
        return has_provider ? POSITION_PROVIDER : POSITION_PARTNER;
    return text_is(name, "lower") ? request_tenant_position(&full->request)
                                  : position_named(name, party);
}

static void fill_finding(const struct filler *filler, struct buffer *buffer, struct text name,
                         bool is_first)
{
    const struct sentence *sentence = (const struct sentence *)filler;
    enum position position = finding_position(sentence->full, name, sentence->party);

    (void)is_first;
    if ((sentence->full->request.positions & BIT(position)) == 0) {
        add_phrase(buffer, sentence, &position_phrases[position]);
        return;
    }
    begin_tenant(buffer, sentence->full, sentence->full->request.party[position],
                 sentence->language);
    buffer_add_text(buffer, TEXT(", "));
    add_phrase(buffer, sentence, &position_names[position]);
    buffer_add_text(buffer, TEXT(")"));
}

void full_write_finding(struct buffer *buffer, const struct full *full, struct finding finding,
                        enum language language)
{
    struct sentence sentence = { { fill_finding }, full, finding.position, NULL, language };

    template_write(buffer, rules[finding.rule]->message.in[language], &sentence.filler);
}

void full_write_day(struct buffer *buffer, date day, enum language language)
{
    char text[DATE_LENGTH + 1];
    unsigned number = 0;
    unsigned month = 0;

    date_format(day, text);
    number = (unsigned)(text[8] - '0') * 10 + (unsigned)(text[9] - '0');
    month = (unsigned)(text[5] - '0') * 10 + (unsigned)(text[6] - '0');
    buffer_add_format(buffer, "%u%s %s ", number,
                      language == LANGUAGE_FR && number == 1 ? "er" : "",
                      months[language][month - 1]);
    buffer_add(buffer, text, 4);
}

/* "Alder (alder.example) via Birch (birch.example)". */
static void add_chain(struct buffer *buffer, const struct sentence *sentence, uint32_t provider,
                      uint32_t seller)
{
    add_tenant(buffer, sentence, seller);
    if (provider == REQUEST_NONE)
        return;
    buffer_add_text(buffer, TEXT(" via "));
    add_tenant(buffer, sentence, provider);
}

static void add_country(struct buffer *buffer, country market)
{
    char code[3];

    country_format(market, code);
    buffer_add_string(buffer, code);
}

static void add_mpn_id(struct buffer *buffer, const struct sentence *sentence, uint32_t partner_id)
{
    const struct source *source = &sentence->full->source->source;

    add_name(buffer, source->mpn_id(source, partner_id));
}

/* What a placeholder of a step's sentence stands for. */
static void fill_step(const struct filler *filler, struct buffer *buffer, struct text name,
                      bool is_first)
{
    const struct sentence *sentence = (const struct sentence *)filler;
    const struct step *step = sentence->step;

    (void)is_first;
    if (text_is(name, "upper"))
        add_tenant(buffer, sentence, step->upper);
    else if (text_is(name, "lower"))
        add_tenant(buffer, sentence, step->lower);
    else if (text_is(name, "actor"))
        add_tenant(buffer, sentence, step->actor);
    else if (text_is(name, "new"))
        add_tenant(buffer, sentence, step->new_upper);
    else if (text_is(name, "chain"))
        add_chain(buffer, sentence, step->upper, step->lower);
    else if (text_is(name, "new_chain"))
        add_chain(buffer, sentence, step->new_upper, step->new_lower);
    else if (text_is(name, "organization"))
        add_name(buffer,
                 book_organization_name(full_of(filler)->source->book,
                                        full_of(filler)->request.party[request_tenant_position(
                                            &full_of(filler)->request)]));
    else if (text_is(name, "role"))
        add_phrase(buffer, sentence, &role_phrases[step->role]);
    else if (text_is(name, "capability"))
        add_phrase(buffer, sentence, &capability_phrases[step->capability]);
    else if (text_is(name, "kind"))
        add_phrase(buffer, sentence, &tenant_kind_phrases[step->kind]);
    else if (text_is(name, "country"))
        add_country(buffer, step->country);
    else if (text_is(name, "mpn_id"))
        add_mpn_id(buffer, sentence, step->upper);
    else if (text_is(name, "new_mpn_id"))
        add_mpn_id(buffer, sentence,
                   step->remedy == REMEDY_REGISTER_PARTNER_ID ? PARTNER_ID_REGISTERED
                                                              : step->new_upper);
    else if (text_is(name, "until"))
        full_write_day(buffer, step->until, sentence->language);
    else
        ASSERT(false);
}

void full_write_step(struct buffer *buffer, const struct full *full, const struct step *step,
                     enum language language)
{
    struct sentence sentence = { { fill_step }, full, POSITION_NONE, step, language };

    template_write(buffer, remedy_rows[step->remedy].message.in[language], &sentence.filler);
}

void full_write_name(struct buffer *buffer, const struct full *full, uint32_t tenant)
{
    begin_tenant(buffer, full, tenant, LANGUAGE_EN);
    buffer_add_text(buffer, TEXT(")"));
}
