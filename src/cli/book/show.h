/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_SHOW_H
#define AVAL_CLI_BOOK_SHOW_H

#include "cli/report.h"
#include "engine/party/party.h"

/** Adds the view of a party for people. */
void show_text(struct buffer *buffer, const struct party_view *view, struct report_style style);

#endif
