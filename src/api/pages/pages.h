/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PAGES_PAGES_H
#define AVAL_API_PAGES_PAGES_H

#include "api/call.h"

/* The functions of the rows of pages/routes.c, and what they share. */

/* sign_in.c */
void sign_in_show(struct api_call *call);
void sign_in_take(struct api_call *call);
void sign_out(struct api_call *call);

/* invitation.c */
void invitation_show(struct api_call *call);
void invitation_take(struct api_call *call);

/* authorize.c: its rows are in routes.c, beside those of tokens. */
void authorize(struct api_call *call);

/** A value of a form, or of a query; without bytes where it is absent. */
struct text page_value(const struct http_target *form, const char *name);

/** Parts the body, a form, in a copy, which is forgotten. What is wrong with it is answered. */
void page_with_form(struct api_call *call,
                    void (*take)(struct api_call *call, const struct http_target *form));

#endif
