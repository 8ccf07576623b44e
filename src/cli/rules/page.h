/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_RULES_PAGE_H
#define AVAL_CLI_RULES_PAGE_H

#include "base/buffer.h"
#include "cli/message.h"

enum page_form {
    PAGE_TEXT,    /* lines of a width; backticks are left out */
    PAGE_MARKDOWN /* as GitHub reads it */
};

/* Something to read about the rulebook, in the making. Lack of memory is told by `out`. */
struct page {
    struct buffer out;
    struct buffer scratch;
    enum page_form form;
    enum language language;
    size_t width;    /* of a text */
    bool has_colour; /* of a text on a terminal */
    bool is_whole;   /* all ids have their headings on this page: they are links */
};

void page_done(struct page *page);

/** A heading; of Markdown at that level. */
void page_heading(struct page *page, unsigned level, const char *heading);

void page_paragraph(struct page *page, const char *text);

/** One line of what there is to say: "Origin: the article". */
void page_field(struct page *page, enum message label, const char *text);

/** What the items that follow are. */
void page_section(struct page *page, enum message label);

/** A word of the tables, and what it means. */
void page_item(struct page *page, const char *word, const char *meaning);

/** The id of a rule, a statement or a reading, and its text. */
void page_reference(struct page *page, const char *id, const char *text);

/** More about the last item or reference. */
void page_detail(struct page *page, enum message label, const char *text);

/** A row of a text: in columns an id, a word and what is said behind them; a sentence below. */
void page_entry(struct page *page, const char *const id_and_word[2], const char *behind,
                const char *below);

/** Adds the ids of a list, parted by spaces; links where the page is whole. */
void page_add_ids(struct page *page, struct buffer *buffer, const char *ids);

/** The text that has been added to the scratch buffer, which is then empty. Holds until the next
 * text is added there. */
const char *page_take_scratch(struct page *page);

#endif
