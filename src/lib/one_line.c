/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/one_line.h"

#include "base/lines.h"

bool one_line_cut(const struct aval_line *line, struct text *out_text)
{
    struct text rest = { line->bytes, line->length };

    if (line->bytes == NULL && line->length > 0)
        return false;
    *out_text = TEXT("");
    (void)line_cut(&rest, out_text);
    return rest.length == 0;
}

static enum status read_line(struct one_line *one, struct text text, uint64_t number)
{
    struct line_judge *judge = &one->judge;

    if (text.length > LINE_BYTES_MAX)
        return line_judge_read_too_long(judge, number);
    TRY(json_room_reader(&one->room, text.length, &judge->json));
    return line_judge_read(judge, text, number);
}

enum status one_line_judge(struct one_line *one, const struct book *book, struct terms terms,
                           struct text text, uint64_t number)
{
    line_judge_begin(&one->judge, book, terms, LANGUAGE_EN);
    TRY(read_line(one, text, number));
    return line_judge_decide(&one->judge, 0, &one->outcome);
}

void one_line_done(struct one_line *one)
{
    line_judge_done(&one->judge);
}
