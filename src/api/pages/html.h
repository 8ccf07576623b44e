/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PAGES_HTML_H
#define AVAL_API_PAGES_HTML_H

#include "api/call.h"

/* Pages for people: HTML without scripts, in the language of the call. */

/** Adds a text as the text of an element, or of an attribute between quotation marks. */
void html_add(struct buffer *body, struct text text);

/** Begins the page: its head, and of its body what the title says. */
void html_begin(struct api_call *call, struct text title);

/** Ends the page and answers with it. Nobody keeps it, frames it, or takes it for another thing. */
void html_end(struct api_call *call, unsigned status);

/** Adds a field of a form that nobody sees. */
void html_add_hidden(struct buffer *body, const char *name, struct text value);

/** Adds a text as part of a URL: every byte but letters, digits and -._~ as %XX (RFC 3986, 2.1). */
void url_add(struct buffer *to, struct text text);

/** Adds a target as it came: its path, and its arguments but those that are named (NULL at the end
 * of the list; NULL: all). Returns how many arguments were added. */
unsigned url_add_target(struct buffer *to, const struct http_target *target,
                        const char *const *without);

/** Sends the browser to another address, where it asks by GET. */
void page_redirect(struct api_call *call, struct text location);

#endif
