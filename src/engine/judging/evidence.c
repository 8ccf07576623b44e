/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/judging/evidence.h"

#include <stdio.h>
#include <string.h>

#include "book/act_parties.h"
#include "book/find.h"

/* Who the proposals are about, while their facts are taken. */
struct gathering {
    struct fact_problem_sink sink; /* first, so that the sink is the gathering */
    struct acting *acting;
    struct book_builder *builder;
    enum evidence_view view;
    guid cast[EVIDENCE_CAST_MAX];
    unsigned cast_count;
    const struct taken_organization *owned;    /* the last whose owners were taken */
    const struct taken_organization *tenanted; /* the last whose tenants were: no mere owner */
    uint64_t row_count;
    struct evidence *evidence;
};

/* What the store holds was checked when it came in: a contradiction is the store's. */
static void tell_contradiction(struct problem_sink *sink, const struct problem *problem)
{
    struct gathering *gathering = (struct gathering *)sink;
    struct buffer text = { 0 };

    if (gathering->acting->call->fault.kind != FAULT_NONE)
        return;
    problem_write(&text, problem, LANGUAGE_EN);
    buffer_add(&text, "", 1);
    (void)call_fail(gathering->acting->call, FAULT_BOOK_REFERENCE,
                    text.has_failed ? "" : text.bytes, NULL, NULL);
    buffer_done(&text);
}

static bool is_of_cast(const struct gathering *gathering, guid tenant)
{
    for (unsigned i = 0; i < gathering->cast_count; i++)
        if (guid_equal(gathering->cast[i], tenant))
            return true;
    return false;
}

static void add_to_cast(struct gathering *gathering, guid tenant)
{
    if (guid_is_none(tenant) || is_of_cast(gathering, tenant))
        return;
    if (gathering->cast_count < EVIDENCE_CAST_MAX)
        gathering->cast[gathering->cast_count++] = tenant;
}

static enum status fail_to_build(struct gathering *gathering, enum status status)
{
    struct call *call = gathering->acting->call;

    if (status == STATUS_NO_MEMORY)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return fault_status(call->fault.kind);
}

static enum status add_rows(struct gathering *gathering, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        enum status status = book_builder_add(gathering->builder, &rows->list[i].fact,
                                              ++gathering->row_count, &gathering->sink.sink);

        if (status != STATUS_OK)
            return fail_to_build(gathering, status);
    }
    return STATUS_OK;
}

static enum status add_found(struct gathering *gathering, enum query query,
                             const struct query_key *key)
{
    struct call *call = gathering->acting->call;
    struct rows rows;

    TRY(call->store->find(call, query, key, &rows));
    return add_rows(gathering, &rows);
}

/* The partner id of a proposal, and those of the reseller, each once. */
static enum status add_partner_ids(struct gathering *gathering, const struct proposal *proposal)
{
    struct call *call = gathering->acting->call;
    struct query_key key = { .ids = { proposal->reseller } };
    struct query_key named = { .text = proposal->mpn_id };
    struct row row;

    TRY(call_find_one(call, QUERY_PARTNER_ID, &named, &row));
    TRY(add_found(gathering, QUERY_PARTNER_IDS_OF_TENANT, &key));
    if (row.id == 0 || guid_equal(row.fact.partner_id.tenant, proposal->reseller))
        return STATUS_OK;
    add_to_cast(gathering, row.fact.partner_id.tenant);
    return add_rows(gathering, &(struct rows){ &row, 1 });
}

/* S2: who else serves the customer. */
static enum status find_other_partner(struct gathering *gathering, const struct proposal *proposal)
{
    struct call *call = gathering->acting->call;
    struct query_key key = {
        .ids = { proposal->customer, proposal->provider, proposal->seller, proposal->partner },
        .on = proposal->date,
    };
    struct row row;

    if (gathering->view == EVIDENCE_OF_PARTNER)
        return STATUS_OK;
    TRY(call_find_one(call, QUERY_OTHER_PARTNER_OF_CUSTOMER, &key, &row));
    if (row.id == 0)
        return STATUS_OK;
    gathering->evidence->has_other_partner = true;
    add_to_cast(gathering, row.fact.customer_relationship.partner);
    return STATUS_OK;
}

/* An offer that several lines of an order are for is taken once. */
static enum status add_offer(struct gathering *gathering, const struct proposal *proposal)
{
    struct query_key key = { .text = proposal->offer };

    for (const struct proposal *before = gathering->acting->proposals; before < proposal; before++)
        if (before->has_offer && text_equal(before->offer, proposal->offer))
            return STATUS_OK;
    return add_found(gathering, QUERY_OFFER, &key);
}

static enum status add_proposal(struct gathering *gathering, const struct proposal *proposal)
{
    for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL; party++)
        add_to_cast(gathering, act_party_id(proposal, party));
    if (!guid_is_none(proposal->customer))
        TRY(find_other_partner(gathering, proposal));
    if (proposal->act == ACT_ASSOCIATE_PARTNER_ID)
        TRY(add_partner_ids(gathering, proposal));
    if (proposal->has_offer)
        TRY(add_offer(gathering, proposal));
    return STATUS_OK;
}

/* An organisation whose facts were taken. */
struct taken_organization {
    struct text id;
    const struct taken_organization *before;
};

static bool is_taken(const struct taken_organization *last, struct text id)
{
    for (const struct taken_organization *taken = last; taken != NULL; taken = taken->before)
        if (text_equal(taken->id, id))
            return true;
    return false;
}

static void note_taken(struct gathering *gathering, const struct taken_organization **last,
                       struct text id)
{
    struct taken_organization *taken =
        arena_new(&gathering->acting->call->arena, 1, sizeof(*taken));

    *taken = (struct taken_organization){ id, *last };
    *last = taken;
}

/* An organisation with its owners, of all dates, upwards. */
static enum status add_owners(struct gathering *gathering, struct text id)
{
    struct call *call = gathering->acting->call;
    struct owner_wanted {
        struct text id;
        struct owner_wanted *next;
    } first = { id, NULL }, *wanted = &first;

    for (; wanted != NULL; wanted = wanted->next) {
        struct query_key key = { .text = wanted->id };
        struct rows rows;

        if (is_taken(gathering->owned, wanted->id))
            continue;
        note_taken(gathering, &gathering->owned, wanted->id);
        TRY(add_found(gathering, QUERY_ORGANIZATION, &key));
        TRY(call->store->find(call, QUERY_OWNERSHIPS_OF_OWNED, &key, &rows));
        TRY(add_rows(gathering, &rows));
        for (size_t i = 0; i < rows.count; i++) {
            struct owner_wanted *owner = arena_new(&call->arena, 1, sizeof(*owner));

            *owner = (struct owner_wanted){ rows.list[i].fact.ownership.owner, wanted->next };
            wanted->next = owner;
        }
    }
    return STATUS_OK;
}

/* What a tenant is in the program, whoever it deals with. */
static enum status add_standing(struct gathering *gathering, guid tenant)
{
    struct query_key key = { .ids = { tenant } };

    TRY(add_found(gathering, QUERY_ACCOUNT_OF_TENANT, &key));
    TRY(add_found(gathering, QUERY_ENROLLMENTS_OF_TENANT, &key));
    return add_found(gathering, QUERY_AGREEMENTS_OF_TENANT, &key);
}

/* The organisation of one of the cast, with all its tenants. */
static enum status add_around(struct gathering *gathering, guid tenant)
{
    struct call *call = gathering->acting->call;
    struct query_key key = { .ids = { tenant } };
    struct row row;
    struct rows tenants;

    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    if (row.id == 0 || is_taken(gathering->tenanted, row.fact.tenant.organization))
        return STATUS_OK;
    key.text = row.fact.tenant.organization;
    note_taken(gathering, &gathering->tenanted, key.text);
    TRY(call->store->find(call, QUERY_TENANTS_OF_ORGANIZATION, &key, &tenants));
    TRY(add_rows(gathering, &tenants));
    for (size_t i = 0; i < tenants.count; i++)
        TRY(add_standing(gathering, tenants.list[i].fact.tenant.id));
    return add_owners(gathering, key.text);
}

/* With whom a tie has to be to count: the other side of the fact. */
static guid other_side(const struct fact *fact)
{
    if (fact->type == FACT_CUSTOMER_RELATIONSHIP)
        return fact->customer_relationship.partner;
    if (fact->type == FACT_CUSTOMER_AGREEMENT)
        return fact->customer_agreement.partner;
    return fact->type == FACT_SERVICE_AGREEMENT ? fact->service_agreement.provider
                                                : fact->indirect_relationship.provider;
}

/* What one of the cast has with the others, and its own acceptance of its agreement. */
static enum status add_ties(struct gathering *gathering, guid tenant)
{
    static const enum query queries[] = {
        QUERY_INDIRECT_RELATIONSHIPS_OF_RESELLER,
        QUERY_SERVICE_AGREEMENTS_OF_RESELLER,
        QUERY_CUSTOMER_RELATIONSHIPS_OF_CUSTOMER,
        QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER,
    };
    struct call *call = gathering->acting->call;

    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct query_key key = { .ids = { tenant } };
        struct rows rows;
        size_t count = 0;

        TRY(call->store->find(call, queries[i], &key, &rows));
        for (size_t j = 0; j < rows.count; j++) {
            guid other = other_side(&rows.list[j].fact);

            if (guid_is_none(other) || is_of_cast(gathering, other))
                rows.list[count++] = rows.list[j];
        }
        rows.count = count;
        TRY(add_rows(gathering, &rows));
    }
    return STATUS_OK;
}

static enum status add_cast(struct gathering *gathering)
{
    for (unsigned i = 0; i < gathering->cast_count; i++) {
        TRY(add_around(gathering, gathering->cast[i]));
        TRY(add_ties(gathering, gathering->cast[i]));
    }
    return STATUS_OK;
}

/* What the act is going to make, if it is supported. */
static enum status add_supposed(struct gathering *gathering)
{
    const struct acting *acting = gathering->acting;

    for (unsigned i = 0; i < acting->supposed_count; i++) {
        struct row row = { .fact = acting->supposed[i] };

        TRY(add_rows(gathering, &(struct rows){ &row, 1 }));
    }
    return STATUS_OK;
}

static enum status build(struct gathering *gathering, struct evidence *evidence)
{
    struct acting *acting = gathering->acting;
    enum status status = STATUS_OK;

    for (unsigned i = 0; i < acting->proposal_count; i++)
        TRY(add_proposal(gathering, &acting->proposals[i]));
    TRY(add_cast(gathering));
    TRY(add_supposed(gathering));
    evidence->cast_count = gathering->cast_count;
    memcpy(evidence->cast, gathering->cast, sizeof(evidence->cast));
    status = book_builder_finish(gathering->builder, &gathering->sink, &evidence->book);
    if (status != STATUS_OK)
        return fail_to_build(gathering, status);
    if (book_source_init(&evidence->source, evidence->book) != STATUS_OK) {
        book_free(evidence->book);
        return call_fail(acting->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    return STATUS_OK;
}

enum status evidence_load(struct acting *acting, enum evidence_view view,
                          struct evidence *out_evidence)
{
    struct evidence evidence = { 0 };
    struct gathering gathering = {
        .sink = { { tell_contradiction }, FACT_TYPE_COUNT },
        .acting = acting,
        .builder = book_builder_new(),
        .view = view,
        .evidence = &evidence,
    };
    enum status status = STATUS_OK;

    if (gathering.builder == NULL)
        return call_fail(acting->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    status = build(&gathering, &evidence);
    book_builder_free(gathering.builder);
    if (status == STATUS_OK)
        *out_evidence = evidence;
    return status;
}

void evidence_done(struct evidence *evidence)
{
    if (evidence->book == NULL)
        return;
    book_source_done(&evidence->source);
    book_free(evidence->book);
    *evidence = (struct evidence){ 0 };
}

bool evidence_shows_tie(const struct evidence *evidence, guid one, guid other)
{
    return guid_equal(one, other) || book_has_tie(evidence->book, one, other) ||
           book_has_tie(evidence->book, other, one);
}

/* Told of what a proposal names and the book does not know. */
struct unknown_sink {
    struct problem_sink sink;
    struct call *call;
};

static void tell_unknown(struct problem_sink *sink, const struct problem *problem)
{
    static const enum fault_kind kinds[NOUN_COUNT] = {
        [NOUN_NONE] = FAULT_UNKNOWN_TENANT,
        [NOUN_TENANT] = FAULT_UNKNOWN_TENANT,
        [NOUN_ORGANIZATION] = FAULT_UNKNOWN_ORGANIZATION,
        [NOUN_OFFER] = FAULT_UNKNOWN_OFFER,
        [NOUN_PARTNER_ID] = FAULT_UNKNOWN_PARTNER_ID,
    };
    struct call *call = ((struct unknown_sink *)sink)->call;
    struct text found = arena_keep(&call->arena, problem->found);

    (void)call_fail(call, kinds[problem->noun], found.bytes, NULL, NULL);
}

enum status evidence_judge(struct acting *acting, const struct evidence *evidence,
                           unsigned proposal, struct full *out_full)
{
    struct unknown_sink sink = { { tell_unknown }, acting->call };
    struct request request;

    if (book_resolve(evidence->book, &acting->proposals[proposal], &sink.sink, &request) !=
        STATUS_OK)
        return fault_status(acting->call->fault.kind);
    if (full_judge(out_full, &evidence->source, &request, acting->terms) != STATUS_OK)
        return call_fail(acting->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return STATUS_OK;
}
