/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/mpa_status.h"

#include "base/attributes.h"

#define WORD(name, word) word,
static const char *const mpa_state_list[] = { MPA_STATES(WORD) };
const struct words mpa_state_words = { mpa_state_list, COUNT_OF(mpa_state_list) };

const struct phrase mpa_state_phrases[MPA_STATE_COUNT] = {
    [MPA_SIGNED] = { { "signed", "signé" } },
    [MPA_UNKNOWN_ID] = { { "not signed: nobody has that id",
                           "non signé : cet identifiant n'est à personne" } },
    [MPA_OTHER_REGION] = { { "not signed, and of another region",
                             "non signé, et d'une autre région" } },
    [MPA_NOT_ENROLLED_AS_RESELLER] = { { "not signed, and not enrolled as indirect reseller",
                                         "non signé, et non inscrit comme revendeur indirect" } },
    [MPA_SIGNED_IN_OTHER_REGION] = { { "signed in another region of the organisation alone",
                                       "signé seulement dans une autre région de "
                                       "l'organisation" } },
    [MPA_UNSIGNED] = { { "not signed", "non signé" } },
};

/* What is looked at for one question. */
struct looking {
    struct call *call;
    const struct mpa_question *question;
    struct row tenant; /* whom it is about */
    struct mpa_status *status;
};

static enum status find_tenant(struct call *call, guid id, struct row *out_row)
{
    return call_find_one(call, QUERY_TENANT, &(struct query_key){ .ids = { id } }, out_row);
}

/* Whom the question is about; a row without id where nobody has that id. */
static enum status find_subject(struct looking *looking)
{
    struct row named;

    if (!guid_is_none(looking->question->tenant))
        return find_tenant(looking->call, looking->question->tenant, &looking->tenant);
    TRY(call_find_one(looking->call, QUERY_PARTNER_ID,
                      &(struct query_key){ .text = looking->question->mpn_id }, &named));
    if (named.id == 0) {
        looking->tenant = (struct row){ 0 };
        return STATUS_OK;
    }
    return find_tenant(looking->call, named.fact.partner_id.tenant, &looking->tenant);
}

static region region_of(const struct looking *looking, const struct row *tenant)
{
    return market_region(tenant->fact.tenant.country, looking->call->today);
}

/* Where a signature of one of the organisation's tenants counts: its own always, another's in the
 * same region (Q6). */
static enum mpa_state state_by(const struct looking *looking, const struct rows *tenants,
                               const struct fact *agreement)
{
    if (guid_equal(agreement->agreement.tenant, looking->tenant.fact.tenant.id))
        return MPA_SIGNED;
    for (size_t i = 0; i < tenants->count; i++)
        if (guid_equal(agreement->agreement.tenant, tenants->list[i].fact.tenant.id) &&
            region_is_shared(region_of(looking, &tenants->list[i]),
                             region_of(looking, &looking->tenant)))
            return MPA_SIGNED;
    return MPA_SIGNED_IN_OTHER_REGION;
}

/* Of several signatures the first that counts is told; one that counts before any other. */
static void take_signature(struct mpa_status *status, enum mpa_state state, const struct fact *fact)
{
    if (state > status->state ||
        (state == status->state && !date_before(fact->agreement.signed_on, status->signed_on)))
        return;
    status->state = state;
    status->signer = fact->agreement.tenant;
    status->signed_by = fact->agreement.signed_by;
    status->signed_on = fact->agreement.signed_on;
}

/* Those of one tenant of the organisation. */
static enum status take_signatures(struct looking *looking, const struct rows *tenants, guid tenant)
{
    struct query_key key = { .ids = { tenant } };
    struct rows agreements;

    TRY(looking->call->store->find(looking->call, QUERY_AGREEMENTS_OF_TENANT, &key, &agreements));
    for (size_t i = 0; i < agreements.count; i++) {
        const struct fact *fact = &agreements.list[i].fact;

        if (fact->agreement.agreement == AGREEMENT_MPA &&
            !date_before(looking->call->today, fact->agreement.signed_on))
            take_signature(looking->status, state_by(looking, tenants, fact), fact);
    }
    return STATUS_OK;
}

static enum status find_signature(struct looking *looking)
{
    struct query_key key = { .text = looking->tenant.fact.tenant.organization };
    struct rows tenants;

    TRY(looking->call->store->find(looking->call, QUERY_TENANTS_OF_ORGANIZATION, &key, &tenants));
    for (size_t i = 0; i < tenants.count; i++)
        TRY(take_signatures(looking, &tenants, tenants.list[i].fact.tenant.id));
    return STATUS_OK;
}

static enum status find_whether_of_other_region(struct looking *looking, bool *out_is)
{
    guid asking = looking->question->asking;
    struct row row;

    *out_is = false;
    if (guid_is_none(asking) || guid_equal(asking, looking->tenant.fact.tenant.id))
        return STATUS_OK;
    TRY(find_tenant(looking->call, asking, &row));
    *out_is = row.id != 0 &&
              !region_is_shared(region_of(looking, &row), region_of(looking, &looking->tenant));
    return STATUS_OK;
}

static enum status find_whether_reseller(struct looking *looking, bool *out_is)
{
    struct query_key key = { .ids = { looking->tenant.fact.tenant.id } };
    struct rows rows;

    *out_is = false;
    TRY(looking->call->store->find(looking->call, QUERY_ENROLLMENTS_OF_TENANT, &key, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;

        if (fact->enrollment.role == ROLE_INDIRECT_RESELLER &&
            enrollment_status_is_live((enum enrollment_status)fact->enrollment.status) &&
            interval_holds(fact->valid, looking->call->today))
            *out_is = true;
    }
    return STATUS_OK;
}

/* Why nothing counts: what stands in front of the signature that there is, or is not. */
static enum status find_reason(struct looking *looking)
{
    const struct mpa_question *question = looking->question;
    bool is_of_other_region = false;
    bool is_reseller = true;

    TRY(find_whether_of_other_region(looking, &is_of_other_region));
    if (question->is_about_reseller || guid_is_none(question->tenant))
        TRY(find_whether_reseller(looking, &is_reseller));
    if (is_of_other_region)
        looking->status->state = MPA_OTHER_REGION;
    else if (!is_reseller)
        looking->status->state = MPA_NOT_ENROLLED_AS_RESELLER;
    return STATUS_OK;
}

enum status mpa_status_find(struct call *call, const struct mpa_question *question,
                            struct mpa_status *out_status)
{
    struct mpa_status status = { .state = MPA_UNSIGNED, .signed_on = DATE_AFTER_ALL };
    struct looking looking = { .call = call, .question = question, .status = &status };

    TRY(find_subject(&looking));
    if (looking.tenant.id == 0) {
        status.state = MPA_UNKNOWN_ID;
        *out_status = status;
        return STATUS_OK;
    }
    status.tenant = looking.tenant.fact.tenant.id;
    TRY(find_signature(&looking));
    if (status.state != MPA_SIGNED)
        TRY(find_reason(&looking));
    *out_status = status;
    return STATUS_OK;
}
