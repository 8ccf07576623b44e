/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_PARTY_OPTION_H
#define AVAL_CLI_PARTY_OPTION_H

#include "book/book.h"
#include "cli/command.h"

/* An option by which a person names something of a book. */
struct named_option {
    enum language language;
    const struct book *book;
    const char *option; /* "--seller" */
    const char *typed;
};

/**
 * The tenant of a name: its GUID, domain, partner id, its organisation's name, or how one of them
 * begins. False: complained, with those that may be meant.
 */
bool party_option_read(const struct named_option *named, uint32_t *out_tenant);

/** The offer of a name: its id, or how that begins. False: complained. */
bool offer_option_read(const struct named_option *named, uint32_t *out_offer);

#endif
