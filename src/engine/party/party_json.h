/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PARTY_PARTY_JSON_H
#define AVAL_ENGINE_PARTY_PARTY_JSON_H

#include "base/json_writer.h"
#include "engine/party/party.h"
#include "engine/party/party_list.h"

/** Adds the view of a party as one line of JSON. Lack of memory is the buffer's to tell. */
void party_write_json(struct buffer *buffer, const struct party_view *view);

/** Writes who a party of a list is, as an object. */
void party_write_identity(struct json_writer *writer, const struct listed_party *party);

#endif
