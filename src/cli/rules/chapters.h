/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_RULES_CHAPTERS_H
#define AVAL_CLI_RULES_CHAPTERS_H

#include "cli/rules/page.h"
#include "rulebook/outline.h"
#include "rulebook/statement.h"

/* What is said of the rulebook, for both forms of a page. Headings are at the level given. */

void chapter_rule(struct page *page, enum rule_name rule, unsigned level);
void chapter_statement(struct page *page, const struct statement *statement, unsigned level);
void chapter_reading(struct page *page, const struct reading *reading, unsigned level);
void chapter_remedies(struct page *page, unsigned level);

/** The rulebook's name and version. */
void chapter_title(struct page *page);

/** All rules, a row each. */
void chapter_overview(struct page *page);

/** The whole rulebook: all of these. */
void chapters_all(struct page *page);

#endif
