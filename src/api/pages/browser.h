/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PAGES_BROWSER_H
#define AVAL_API_PAGES_BROWSER_H

#include "api/call.h"
#include "api/registry/browsers.h"
#include "api/registry/users.h"

/*
 * Who uses a page: whoever signed in with this browser, known by a cookie that no script reads and
 * no other site's form brings along. A form of a page has a key made of the cookie, which another
 * site cannot know; a POST is done for nobody without it.
 */

enum {
    FORM_KEY_LENGTH = 43 /* in base64url */
};

struct browser {
    struct user user; /* whose principal acts */
    int64_t began_at; /* when they signed in, seconds since 1970 */
    char form_key[FORM_KEY_LENGTH + 1];
};

/** Who is signed in. False: nobody; nothing is answered. */
bool browser_find(struct api_call *call, struct browser *out_browser);

/** The same; false: nobody, and the browser is sent to sign in and to come back. */
bool browser_require(struct api_call *call, struct browser *out_browser);

/** Sends the browser to sign in, and then to a path of this server with its query. The name is
 * filled in; it may be empty. */
void browser_send_to_sign_in(struct api_call *call, struct text next, struct text name);

/** Whether the key of a form is that of the page which the browser was shown. */
bool browser_form_is_right(const struct browser *browser, struct text form_key);

/** Signs a user in. False: that failed, and is answered. */
bool browser_sign_in(struct api_call *call, const struct user *user);

/** Signs out whoever is signed in. False: that failed, and is answered. */
bool browser_sign_out(struct api_call *call);

/** The key of a form for whoever is not signed in yet, by a cookie of its own, which is set where
 * the browser has none. */
void browser_form_key(struct api_call *call, char out_key[FORM_KEY_LENGTH + 1]);

/** Whether the key of such a form is right. */
bool browser_form_key_is(const struct api_call *call, struct text form_key);

#endif
