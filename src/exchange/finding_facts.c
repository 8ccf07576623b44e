/* SPDX-License-Identifier: Apache-2.0 */
/* What the full form shows of the dossier beside a finding: a row for each key. */
#include "base/assert.h"
#include "base/attributes.h"
#include "exchange/full_private.h"

/* A finding whose facts are being written. */
struct showing {
    struct json_writer *writer;
    const struct full *full;
    const struct party *party; /* whom it is about */
};

static const struct party *party_at(const struct showing *showing, enum position position)
{
    return &showing->full->dossier.party[position];
}

static void write_region_id(struct json_writer *writer, region value)
{
    if (region_is_none(value))
        json_null(writer);
    else
        json_string(writer, region_id(value));
}

static void write_position(const struct showing *showing, enum position position)
{
    if (dossier_has(&showing->full->dossier, position))
        full_write_tenant(showing->writer, showing->full, showing->full->request.party[position]);
    else
        json_null(showing->writer);
}

static void write_organization_id(const struct showing *showing, uint32_t organization)
{
    const struct source *source = &showing->full->source->source;

    json_text(showing->writer, source->organization_id(source, organization));
}

/* The role asked of the party; of one that may have any, or of who enrolls, what fits there. */
static void write_role(const struct showing *showing)
{
    const struct dossier *dossier = &showing->full->dossier;
    enum position position = (enum position)(showing->party - dossier->party);
    unsigned roles = position_roles(position);

    if (dossier->act == ACT_ENROLL)
        json_string(showing->writer, role_words.list[dossier->role]);
    else if (position == POSITION_PARTNER)
        json_null(showing->writer);
    else
        json_string(showing->writer, role_words.list[__builtin_ctz(roles)]);
}

static void write_accepted_on(const struct showing *showing)
{
    json_date(showing->writer, showing->full->dossier.agreement_accepted_on);
}

static void write_active_roles(const struct showing *showing)
{
    json_words(showing->writer, &role_words, showing->party->active_roles);
}

static void write_attested_on(const struct showing *showing)
{
    json_date(showing->writer, showing->full->dossier.agreement_attested_on);
}

static void write_capabilities(const struct showing *showing)
{
    json_words(showing->writer, &capability_words, showing->full->dossier.capabilities);
}

static void write_country(const struct showing *showing)
{
    json_country(showing->writer, showing->party->market);
}

static void write_customer(const struct showing *showing)
{
    write_position(showing, POSITION_CUSTOMER);
}

static void write_customer_country(const struct showing *showing)
{
    json_country(showing->writer, party_at(showing, POSITION_CUSTOMER)->market);
}

static void write_customer_region(const struct showing *showing)
{
    write_region_id(showing->writer, party_at(showing, POSITION_CUSTOMER)->region);
}

static void write_customer_roles(const struct showing *showing)
{
    json_words(showing->writer, &role_words, party_at(showing, POSITION_CUSTOMER)->live_roles);
}

static void write_from(const struct showing *showing)
{
    json_date(showing->writer, showing->full->dossier.offer_valid.from);
}

static void write_kind(const struct showing *showing)
{
    json_string(showing->writer,
                tenant_kind_words.list[party_at(showing, POSITION_CUSTOMER)->kind]);
}

static void write_live_roles(const struct showing *showing)
{
    json_words(showing->writer, &role_words, showing->party->live_roles);
}

static void write_mpn_id(const struct showing *showing)
{
    json_text(showing->writer,
              showing->full->source->source.mpn_id(&showing->full->source->source,
                                                   showing->full->request.partner_id));
}

static void write_offer(const struct showing *showing)
{
    json_text(showing->writer, showing->full->source->source.offer_id(
                                   &showing->full->source->source, showing->full->request.offer));
}

static void write_onboarded_on(const struct showing *showing)
{
    json_date(showing->writer, showing->party->onboarded_on);
}

static void write_organization(const struct showing *showing)
{
    write_organization_id(showing, showing->party->organization);
}

static void write_owner(const struct showing *showing)
{
    write_organization_id(showing, showing->party->owner);
}

static void write_partner(const struct showing *showing)
{
    write_position(showing, POSITION_PARTNER);
}

static void write_partner_id_country(const struct showing *showing)
{
    json_country(showing->writer, showing->full->dossier.partner_id_country);
}

static void write_partner_id_tenant(const struct showing *showing)
{
    full_write_tenant(showing->writer, showing->full, showing->full->dossier.partner_id_tenant);
}

static void write_provider(const struct showing *showing)
{
    write_position(showing, POSITION_PROVIDER);
}

static void write_provider_region(const struct showing *showing)
{
    write_region_id(showing->writer, party_at(showing, POSITION_PROVIDER)->region);
}

static void write_region(const struct showing *showing)
{
    write_region_id(showing->writer, showing->party->region);
}

static void write_requested_by(const struct showing *showing)
{
    json_string(showing->writer, requester_words.list[showing->full->dossier.requested_by]);
}

static void write_reseller(const struct showing *showing)
{
    write_position(showing, POSITION_RESELLER);
}

static void write_reseller_region(const struct showing *showing)
{
    write_region_id(showing->writer, party_at(showing, POSITION_RESELLER)->region);
}

static void write_signed_on(const struct showing *showing)
{
    json_date(showing->writer, showing->party->mpa_signed_on);
}

static void write_tenant(const struct showing *showing)
{
    full_write_tenant(showing->writer, showing->full, showing->party->tenant);
}

static void write_to(const struct showing *showing)
{
    json_date(showing->writer, showing->full->dossier.offer_valid.to);
}

static void write_ultimate_owner(const struct showing *showing)
{
    write_organization_id(showing, showing->party->ultimate_owner);
}

/* By key; a rule's row names those that it shows. */
#define FACT_KEY(key, kind, en, fr) { #key, SHOWN_##kind, write_##key },
static const struct {
    const char *key;
    enum shown_kind kind;
    void (*write)(const struct showing *showing);
} fact_writers[] = {
#include "rulebook/fact_keys.def"
};
#undef FACT_KEY

enum shown_kind finding_fact_kind(struct text key)
{
    for (size_t i = 0; i < COUNT_OF(fact_writers); i++)
        if (text_is(key, fact_writers[i].key))
            return fact_writers[i].kind;
    return SHOWN_NOTHING;
}

static void write_key(const struct showing *showing, struct text key)
{
    for (size_t i = 0; i < COUNT_OF(fact_writers); i++)
        if (text_is(key, fact_writers[i].key)) {
            json_key(showing->writer, fact_writers[i].key);
            fact_writers[i].write(showing);
            return;
        }
    ASSERT(false);
}

/* A finding about the whole act is about the partner that enrolls, if anybody. */
static enum position subject_of(const struct full *full, struct finding finding)
{
    if ((full->request.positions & BIT(finding.position)) != 0)
        return finding.position;
    return POSITION_PARTNER;
}

void finding_write_facts(struct json_writer *writer, const struct full *full,
                         struct finding finding)
{
    const char *keys = rules[finding.rule]->facts;
    struct showing showing = { writer, full, &full->dossier.party[subject_of(full, finding)] };

    json_begin_object(writer);
    while (*keys != '\0')
        write_key(&showing, text_take_word(&keys));
    json_end_object(writer);
}
