/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules/page.h"

#include <ctype.h>
#include <string.h>

#include "base/wrap.h"

/* Columns at which the lines of a text begin. */
enum {
    TEXT_COLUMN = 2,
    MEANING_COLUMN = 8,
    DETAIL_COLUMN = 10,
    WORD_COLUMN = 31,
    BEHIND_COLUMN = 42
};

void page_done(struct page *page)
{
    buffer_done(&page->out);
    buffer_done(&page->scratch);
}

const char *page_take_scratch(struct page *page)
{
    buffer_add(&page->scratch, "", 1);
    page->out.has_failed |= page->scratch.has_failed;
    if (page->scratch.has_failed)
        return "";
    page->scratch.length = 0;
    return page->scratch.bytes;
}

static void add_bold(struct page *page, const char *text)
{
    buffer_add_string(&page->out, page->has_colour ? "\033[1m" : "");
    buffer_add_string(&page->out, text);
    buffer_add_string(&page->out, page->has_colour ? "\033[0m" : "");
}

/* The label and the text, broken into lines that begin at the column, where the cursor stands. */
static void add_wrapped(struct page *page, const char *label, const char *text, size_t column)
{
    struct buffer plain = { 0 };

    buffer_add_string(&plain, label);
    for (; *text != '\0'; text++)
        if (*text != '`')
            buffer_add(&plain, text, 1);
    wrap_write(&page->out, buffer_text(&plain), (struct margins){ column, page->width });
    page->out.has_failed |= plain.has_failed;
    buffer_done(&plain);
}

static void add_lines(struct page *page, const char *label, const char *text, size_t column)
{
    buffer_add_spaces(&page->out, column);
    add_wrapped(page, label, text, column);
}

/* An empty line, unless there is one. */
static void add_gap(struct page *page)
{
    const struct buffer *out = &page->out;

    if (out->length > 1 && out->bytes[out->length - 2] != '\n')
        buffer_add_string(&page->out, "\n");
}

void page_heading(struct page *page, unsigned level, const char *heading)
{
    add_gap(page);
    if (page->form == PAGE_MARKDOWN) {
        buffer_add(&page->out, "######", level);
        buffer_add_format(&page->out, " %s\n\n", heading);
    } else {
        add_bold(page, heading);
        buffer_add_string(&page->out, "\n\n");
    }
}

void page_paragraph(struct page *page, const char *text)
{
    if (page->form == PAGE_MARKDOWN)
        buffer_add_format(&page->out, "%s\n\n", text);
    else {
        add_lines(page, "", text, TEXT_COLUMN);
        buffer_add_string(&page->out, "\n");
    }
}

/* Between a word and what it means. */
static const char *colon(const struct page *page)
{
    return page->language == LANGUAGE_FR ? " :" : ":";
}

/* A line that a label opens: a bullet under `column`, or a line that begins there. */
static void add_labelled(struct page *page, enum message label, const char *text, size_t column)
{
    struct buffer opening = { 0 };

    buffer_add_format(&opening, "%s%s ", message_text(label, page->language), colon(page));
    buffer_add(&opening, "", 1);
    page->out.has_failed |= opening.has_failed;
    if (!opening.has_failed && page->form == PAGE_MARKDOWN) {
        buffer_add_spaces(&page->out, column == DETAIL_COLUMN ? 2 : 0);
        buffer_add_format(&page->out, "- %s%s\n", opening.bytes, text);
    } else if (!opening.has_failed) {
        add_lines(page, opening.bytes, text, column);
    }
    buffer_done(&opening);
}

void page_field(struct page *page, enum message label, const char *text)
{
    add_labelled(page, label, text, TEXT_COLUMN);
}

void page_section(struct page *page, enum message label)
{
    const char *text = message_text(label, page->language);

    add_gap(page);
    if (page->form == PAGE_MARKDOWN) {
        buffer_add_format(&page->out, "**%s**\n\n", text);
    } else {
        buffer_add_spaces(&page->out, TEXT_COLUMN);
        add_bold(page, text);
        buffer_add_string(&page->out, "\n");
    }
}

static void add_coloured(struct page *page, const char *word)
{
    buffer_add_string(&page->out, page->has_colour ? "\033[36m" : "");
    buffer_add_string(&page->out, word);
    buffer_add_string(&page->out, page->has_colour ? "\033[0m" : "");
}

/* Spaces up to the column, behind a text that began at another. */
static void add_column(struct page *page, const char *text, size_t begun_at, size_t column)
{
    size_t width = begun_at + text_width(text_of(text));

    buffer_add_spaces(&page->out, column - width);
}

void page_entry(struct page *page, const char *const id_and_word[2], const char *behind,
                const char *below)
{
    add_coloured(page, id_and_word[0]);
    add_column(page, id_and_word[0], 0, WORD_COLUMN);
    buffer_add_string(&page->out, id_and_word[1]);
    if (behind[0] != '\0') {
        add_column(page, id_and_word[1], WORD_COLUMN, BEHIND_COLUMN);
        add_wrapped(page, "", behind, BEHIND_COLUMN);
    } else {
        buffer_add_string(&page->out, "\n");
    }
    add_lines(page, "", below, TEXT_COLUMN);
}

/* A short word leaves room for its meaning on the same line. */
static void add_term(struct page *page, const char *term, const char *meaning)
{
    size_t width = TEXT_COLUMN + text_width(text_of(term));

    buffer_add_spaces(&page->out, TEXT_COLUMN);
    add_coloured(page, term);
    if (width >= MEANING_COLUMN) {
        buffer_add_string(&page->out, "\n");
        add_lines(page, "", meaning, MEANING_COLUMN);
        return;
    }
    buffer_add_spaces(&page->out, MEANING_COLUMN - width);
    add_wrapped(page, "", meaning, MEANING_COLUMN);
}

void page_item(struct page *page, const char *word, const char *meaning)
{
    if (page->form == PAGE_MARKDOWN)
        buffer_add_format(&page->out, "- `%s`%s %s\n", word, colon(page), meaning);
    else
        add_term(page, word, meaning);
}

/* As GitHub makes it of a heading: in small letters, without points. */
static void add_anchor(struct buffer *buffer, struct text id)
{
    for (size_t i = 0; i < id.length; i++) {
        char letter = (char)tolower((unsigned char)id.bytes[i]);

        if (letter != '.')
            buffer_add(buffer, &letter, 1);
    }
}

static void add_id(const struct page *page, struct buffer *buffer, struct text id)
{
    if (!page->is_whole) {
        buffer_add_text(buffer, id);
        return;
    }
    buffer_add_string(buffer, "[");
    buffer_add_text(buffer, id);
    buffer_add_string(buffer, "](#");
    add_anchor(buffer, id);
    buffer_add_string(buffer, ")");
}

void page_add_ids(struct page *page, struct buffer *buffer, const char *ids)
{
    while (*ids != '\0') {
        add_id(page, buffer, text_take_word(&ids));
        if (*ids != '\0')
            buffer_add_string(buffer, " ");
    }
}

void page_reference(struct page *page, const char *id, const char *text)
{
    if (page->form == PAGE_TEXT) {
        add_term(page, id, text);
        return;
    }
    buffer_add_string(&page->out, "- ");
    add_id(page, &page->out, text_of(id));
    buffer_add_format(&page->out, "%s %s\n", colon(page), text);
}

void page_detail(struct page *page, enum message label, const char *text)
{
    add_labelled(page, label, text, DETAIL_COLUMN);
}
