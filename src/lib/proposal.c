/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/proposal.h"

#include <string.h>

#include "exchange/shape.h"
#include "lib/json_room.h"

/* The members of a proposal but for its act: what each holds, as in files. */
#define MEMBERS(MEMBER)                                                                            \
    MEMBER(ID, id, FIELD_ID, NULL)                                                                 \
    MEMBER(DATE, date, FIELD_DATE, NULL)                                                           \
    MEMBER(SELLER, seller, FIELD_GUID, NULL)                                                       \
    MEMBER(PROVIDER, provider, FIELD_GUID, NULL)                                                   \
    MEMBER(RESELLER, reseller, FIELD_GUID, NULL)                                                   \
    MEMBER(PARTNER, partner, FIELD_GUID, NULL)                                                     \
    MEMBER(CUSTOMER, customer, FIELD_GUID, NULL)                                                   \
    MEMBER(TENANT, tenant, FIELD_GUID, NULL)                                                       \
    MEMBER(OFFER, offer, FIELD_TEXT, NULL)                                                         \
    MEMBER(QUANTITY, quantity, FIELD_QUANTITY, NULL)                                               \
    MEMBER(MPN_ID, mpn_id, FIELD_DIGITS, NULL)                                                     \
    MEMBER(NEW_SUBSCRIPTION, new_subscription, FIELD_FLAG, NULL)                                   \
    MEMBER(REQUESTED_BY, requested_by, FIELD_WORD, &requester_words)                               \
    MEMBER(ROLE, role, FIELD_WORD, &role_words)                                                    \
    MEMBER(CAPABILITIES, capabilities, FIELD_WORDS_0, &capability_words)

#define MEMBER(NAME, name, kind, words) MEMBER_##NAME,
enum member {
    MEMBERS(MEMBER) MEMBER_COUNT
};
#undef MEMBER

#define MEMBER(NAME, name, kind, words)                                                            \
    { TEXT_ROW(#name), kind, false, words, offsetof(struct proposal, name) },
static const struct field fields[MEMBER_COUNT] = { MEMBERS(MEMBER) };
#undef MEMBER

#define MEMBER(NAME, name, kind, words) offsetof(struct aval_proposal, name),
static const size_t given_offsets[MEMBER_COUNT] = { MEMBERS(MEMBER) };
#undef MEMBER

static const struct shape proposal_shape = { "proposal", fields, MEMBER_COUNT };

/* The members that an act has, as bits: the id, those that have to be there, and those that may. */
struct act_members {
    unsigned required;
    unsigned optional;
};

#define HAS(member) BIT(MEMBER_##member)
static const struct act_members act_members[ACT_COUNT] = {
    [ACT_PLACE_ORDER] = { HAS(DATE) | HAS(SELLER) | HAS(CUSTOMER),
                          HAS(ID) | HAS(PROVIDER) | HAS(OFFER) | HAS(QUANTITY) },
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = { HAS(DATE) | HAS(PROVIDER) | HAS(RESELLER), HAS(ID) },
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = { HAS(DATE) | HAS(PARTNER) | HAS(CUSTOMER), HAS(ID) },
    [ACT_ASSOCIATE_PARTNER_ID] = { HAS(DATE) | HAS(PROVIDER) | HAS(RESELLER) | HAS(MPN_ID) |
                                       HAS(NEW_SUBSCRIPTION),
                                   HAS(ID) },
    [ACT_ENGAGE_PARTNER] = { HAS(DATE) | HAS(PARTNER) | HAS(CUSTOMER), HAS(ID) },
    [ACT_END_INDIRECT_RELATIONSHIP] = { HAS(DATE) | HAS(PROVIDER) | HAS(RESELLER) |
                                            HAS(REQUESTED_BY),
                                        HAS(ID) },
    [ACT_ENROLL] = { HAS(DATE) | HAS(TENANT) | HAS(ROLE) | HAS(CAPABILITIES), HAS(ID) },
};
#undef HAS

static enum status refuse(struct problem_sink *sink, struct problem problem)
{
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

static enum status refuse_value(struct problem_sink *sink, const struct field *field,
                                struct text found)
{
    return refuse(sink, (struct problem){ .kind = PROBLEM_VALUE_WRONG,
                                          .field = field->name,
                                          .found = found,
                                          .found_is_text = true,
                                          .expected = field_kind_phrase(field->kind),
                                          .choices = field->words });
}

static enum status refuse_absence(struct problem_sink *sink, const struct field *field)
{
    return refuse(sink, (struct problem){ .kind = PROBLEM_KEY_MISSING,
                                          .field = field->name,
                                          .expected = field_kind_phrase(field->kind),
                                          .choices = field->words });
}

static enum status read_act(const char *given, struct problem_sink *sink, unsigned *out_act)
{
    static const struct field field = { TEXT_ROW("act"), FIELD_WORD, false, &act_words, 0 };

    if (given == NULL)
        return refuse_absence(sink, &field);
    if (!words_find(&act_words, text_of(given), out_act))
        return refuse_value(sink, &field, text_of(given));
    return STATUS_OK;
}

static enum status read_member(enum member member, struct text text, struct shape_reading *reading,
                               struct proposal *proposal)
{
    const struct field *field = &fields[member];

    if ((field->kind == FIELD_TEXT || field->kind == FIELD_ID) && !text_is_utf8(text))
        return refuse(reading->sink,
                      (struct problem){ .kind = PROBLEM_NOT_UTF8, .field = field->name });
    if (text.length == 0)
        return refuse_value(reading->sink, field, text);
    return shape_read_cell(&proposal_shape, member, text, reading, proposal);
}

static const char *given_member(const struct aval_proposal *given, enum member member)
{
    const char *text = NULL;

    memcpy((void *)&text, (const char *)given + given_offsets[member], sizeof(text));
    return text;
}

static enum status read_members(const struct aval_proposal *given, struct shape_reading *reading,
                                struct proposal *proposal)
{
    const struct act_members *members = &act_members[proposal->act];

    for (unsigned i = 0; i < MEMBER_COUNT; i++) {
        const char *text = given_member(given, (enum member)i);

        if (text == NULL)
            continue;
        if (((members->required | members->optional) & BIT(i)) == 0)
            return refuse(reading->sink,
                          (struct problem){ .kind = PROBLEM_KEY_UNKNOWN,
                                            .field = fields[i].name,
                                            .shape = act_words.list[proposal->act] });
        TRY(read_member((enum member)i, text_of(text), reading, proposal));
    }
    for (unsigned i = 0; i < MEMBER_COUNT; i++)
        if ((members->required & ~reading->present & BIT(i)) != 0)
            return refuse_absence(reading->sink, &fields[i]);
    return STATUS_OK;
}

enum status proposal_read(const struct aval_proposal *given, struct problem_sink *sink,
                          struct proposal *out_proposal)
{
    NOT_CLEARED struct shape_reading reading; /* it has room for texts that need folding */
    struct proposal proposal = { 0 };
    unsigned act = 0;

    TRY(read_act(given->act, sink, &act));
    proposal.act = (enum act)act;
    reading.sink = sink;
    reading.line = 0;
    reading.present = 0;
    TRY(read_members(given, &reading, &proposal));
    proposal.has_provider = (reading.present & BIT(MEMBER_PROVIDER)) != 0;
    proposal.has_offer = (reading.present & BIT(MEMBER_OFFER)) != 0;
    *out_proposal = proposal;
    return STATUS_OK;
}
