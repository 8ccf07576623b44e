/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_HANDLERS_H
#define AVAL_API_WEBHOOKS_HANDLERS_H

#include "api/call.h"

/* The functions of the rows of webhooks/routes.c. */

#define CONTENT_CERTIFICATE "application/pkix-cert"

/* registration.c */
void registration_show(struct api_call *call);
void registration_add(struct api_call *call);
void registration_change(struct api_call *call);
void registration_remove(struct api_call *call);
void event_names_list(struct api_call *call);
void certificate_show(struct api_call *call);

/* letters.c */
void test_event_ask(struct api_call *call);
void test_event_show(struct api_call *call);
void dead_letters_list(struct api_call *call);
void dead_letters_deliver(struct api_call *call);
void dead_letter_forget(struct api_call *call);

#endif
