/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/fact_line.h"

#include "base/lines.h"
#include "exchange/world_private.h"

static const struct json_tag type_tag = { TEXT_ROW("type"), &fact_type_words };

static enum status refuse(struct problem_sink *sink, struct problem problem)
{
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

/* An attestation names its partner, and nothing else does. */
static enum status check_attestation(const struct fact_line *line, const struct fact *fact)
{
    bool has_partner = shape_has(&fact_shapes[FACT_CUSTOMER_AGREEMENT], &line->shape,
                                 offsetof(struct fact, customer_agreement.partner));
    bool is_attested = fact->customer_agreement.acceptance == ACCEPTANCE_ATTESTED;

    if (has_partner == is_attested)
        return STATUS_OK;
    return refuse(
        line->shape.sink,
        (struct problem){ .kind = has_partner ? PROBLEM_PARTNER_OF_DIRECT : PROBLEM_KEY_MISSING,
                          .field = TEXT("partner"),
                          .expected = field_kind_phrase(FIELD_GUID) });
}

/* What no single field can tell, and no other fact. */
static enum status check_fact(const struct fact_line *line, const struct fact *fact)
{
    char to[DATE_LENGTH + 1];

    if (date_before(fact->valid.to, fact->valid.from)) {
        date_format(fact->valid.to, to);
        return refuse(line->shape.sink, (struct problem){ .kind = PROBLEM_ENDS_BEFORE_IT_BEGINS,
                                                          .field = TEXT("to"),
                                                          .found = text_of(to) });
    }
    return fact->type == FACT_CUSTOMER_AGREEMENT ? check_attestation(line, fact) : STATUS_OK;
}

enum status fact_line_read(struct fact_line *line, struct text text, struct problem_sink *sink,
                           struct fact *out_fact)
{
    yyjson_val *object = NULL;
    unsigned type = 0;

    line->json = (struct json_reader){ 0 };
    line->shape.sink = sink;
    line->shape.line = 0;
    if (text.length > LINE_BYTES_MAX)
        return refuse(sink, (struct problem){ .kind = PROBLEM_LINE_TOO_LONG });
    TRY(json_room_reader(&line->room, text.length, &line->json));
    TRY(json_read_object(&line->json, text, 0, sink, &object));
    TRY(json_read_tag(&type_tag, object, 0, sink, &type));
    *out_fact = fact_begin((enum fact_type)type);
    TRY(shape_read_object(&fact_shapes[type], type_tag.key, object, &line->shape, out_fact));
    return check_fact(line, out_fact);
}

void fact_line_done(struct fact_line *line)
{
    json_reader_done(&line->json);
}
