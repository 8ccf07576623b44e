/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_JOURNAL_H
#define AVAL_STORE_SQLITE_JOURNAL_H

#include "store/sqlite/connection.h"

/* The functions of struct store_functions for what is kept beside facts. */

enum status journal_add_entry(struct call *call, struct entry *entry);
enum status journal_erase_body(struct session *session, const struct entry *entry);
enum status journal_last_position(struct call *call, uint64_t *out_position);
enum status journal_find_node(struct call *call, unsigned level, uint64_t place,
                              struct merkle_hash *out_hash, bool *out_found);
enum status journal_add_node(struct call *call, unsigned level, uint64_t place,
                             const struct merkle_hash *hash);
enum status journal_visit_entries(struct call *call, const struct entry_filter *filter,
                                  struct entry_visitor *visitor);
enum status journal_find_receipt(struct call *call, struct receipt *receipt, bool *out_found);
enum status journal_add_receipt(struct call *call, const struct receipt *receipt);
enum status journal_count_refusal(struct call *call, const struct principal *principal,
                                  uint64_t *out_count);
enum status journal_setting(struct call *call, enum setting setting, struct text *out_value);
enum status journal_set(struct call *call, enum setting setting, struct text value);

#endif
