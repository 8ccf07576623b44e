/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/judging/judging.h"

#include "engine/judging/evidence.h"
#include "engine/visibility.h"

/* One look at the proposals. */
struct looking {
    struct acting *acting;
    struct act_observer *observer; /* NULL: nobody is told */
    bool is_redacted;
    struct full *full;
    struct buffer *out;
};

static enum status judge_one(struct looking *looking, const struct evidence *evidence,
                             unsigned proposal, bool *is_supported)
{
    struct text id = looking->acting->proposals[proposal].id;
    struct full_style style = { .has_id = id.length > 0,
                                .id = id,
                                .is_redacted = looking->is_redacted };

    TRY(evidence_judge(looking->acting, evidence, proposal, looking->full));
    *is_supported = *is_supported && decision_is_supported(&looking->full->decision);
    if (looking->observer != NULL)
        looking->observer->decided(looking->observer, looking->full, looking->is_redacted);
    buffer_add_string(looking->out, proposal == 0 ? "" : ",");
    full_write_json(looking->out, looking->full, &style);
    if (looking->out->length > 0)
        looking->out->length--; /* the line's end */
    return STATUS_OK;
}

static enum status judge_all(struct looking *looking, const struct evidence *evidence,
                             bool *out_is_supported)
{
    bool is_supported = true;

    buffer_add_string(looking->out, "[");
    for (unsigned i = 0; i < looking->acting->proposal_count; i++)
        TRY(judge_one(looking, evidence, i, &is_supported));
    buffer_add_string(looking->out, "]");
    *out_is_supported = is_supported;
    return STATUS_OK;
}

/* Whether any of those whom the decisions are about is a stranger to the principal. */
static enum status find_stranger(struct acting *acting, const struct evidence *evidence,
                                 bool *out_found)
{
    *out_found = false;
    for (unsigned i = 0; i < evidence->cast_count && !*out_found; i++) {
        enum visibility visibility = VISIBILITY_RELATED;

        if (!act_supposes(acting, evidence->cast[i]) &&
            !evidence_shows_tie(evidence, acting->principal.tenant, evidence->cast[i]))
            TRY(visibility_of(acting->call, acting->principal, evidence->cast[i], &visibility));
        *out_found = visibility == VISIBILITY_STRANGER;
    }
    return STATUS_OK;
}

/* The operator sees all, and a customer who serves it. */
static bool sees_other_partner(const struct acting *acting)
{
    if (principal_is_vendor(acting->principal))
        return true;
    for (unsigned i = 0; i < acting->proposal_count; i++)
        if (!guid_equal(acting->proposals[i].customer, acting->principal.tenant))
            return false;
    return true;
}

/* From evidence that does not know of the other partner; the verdict is the same. */
static enum status tell_without_other_partner(struct looking *looking)
{
    struct evidence evidence = { 0 };
    enum status status = STATUS_OK;
    bool is_supported = false;

    TRY(evidence_load(looking->acting, EVIDENCE_OF_PARTNER, &evidence));
    status = find_stranger(looking->acting, &evidence, &looking->is_redacted);
    if (status == STATUS_OK)
        status = judge_all(looking, &evidence, &is_supported);
    evidence_done(&evidence);
    return status;
}

/* Mostly the principal may see all that is kept, and is told it. */
static enum status judge_on(struct acting *acting, struct act_observer *observer,
                            const struct evidence *evidence, struct judging *judging)
{
    struct full *full = arena_new(&acting->call->arena, 1, sizeof(*full));
    struct looking keeping = { .acting = acting, .full = full, .out = &judging->kept };
    struct looking telling = {
        .acting = acting, .observer = observer, .full = full, .out = &judging->told
    };
    bool is_told = false;
    bool has_secret = evidence->has_other_partner && !sees_other_partner(acting);

    if (!has_secret)
        TRY(find_stranger(acting, evidence, &telling.is_redacted));
    is_told = !has_secret && !telling.is_redacted;
    if (is_told)
        keeping.observer = observer;
    TRY(judge_all(&keeping, evidence, &judging->is_supported));
    if (is_told) {
        buffer_add_text(&judging->told, buffer_text(&judging->kept));
        return STATUS_OK;
    }
    if (has_secret)
        return tell_without_other_partner(&telling);
    return judge_all(&telling, evidence, &is_told);
}

enum status judging_run(struct acting *acting, struct act_observer *observer,
                        struct judging *out_judging)
{
    struct evidence evidence = { 0 };
    enum status status = STATUS_OK;

    buffer_clear(&out_judging->kept);
    buffer_clear(&out_judging->told);
    out_judging->is_supported = true;
    if (acting->proposal_count == 0) {
        buffer_add_string(&out_judging->kept, "[]");
        buffer_add_string(&out_judging->told, "[]");
        return STATUS_OK;
    }
    TRY(evidence_load(acting, EVIDENCE_ALL, &evidence));
    status = judge_on(acting, observer, &evidence, out_judging);
    evidence_done(&evidence);
    return status;
}

void judging_done(struct judging *judging)
{
    buffer_done(&judging->kept);
    buffer_done(&judging->told);
}
