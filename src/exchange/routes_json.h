/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_ROUTES_JSON_H
#define AVAL_EXCHANGE_ROUTES_JSON_H

#include "book/book_source.h"
#include "planner/routes.h"

/** Adds the routes as one line of JSON, as docs/formats.md has it, and a line end. */
void routes_write_json(struct buffer *buffer, const struct book_source *source, struct terms terms,
                       const struct routes_query *query, const struct routes *routes);

#endif
