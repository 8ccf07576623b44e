/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_CURL_H
#define AVAL_API_WEBHOOKS_CURL_H

#include <curl/curl.h>

/*
 * libcurl, loaded when it is first asked for: with the libraries that it needs it takes as long to
 * load as all the others together, and of the commands only `serve` sends anything.
 */
#define CURL_FUNCTIONS(FUNCTION)                                                                   \
    FUNCTION(easy_cleanup)                                                                         \
    FUNCTION(easy_getinfo)                                                                         \
    FUNCTION(easy_init)                                                                            \
    FUNCTION(easy_setopt)                                                                          \
    FUNCTION(free)                                                                                 \
    FUNCTION(global_cleanup)                                                                       \
    FUNCTION(global_init)                                                                          \
    FUNCTION(multi_add_handle)                                                                     \
    FUNCTION(multi_cleanup)                                                                        \
    FUNCTION(multi_info_read)                                                                      \
    FUNCTION(multi_init)                                                                           \
    FUNCTION(multi_perform)                                                                        \
    FUNCTION(multi_poll)                                                                           \
    FUNCTION(multi_remove_handle)                                                                  \
    FUNCTION(multi_setopt)                                                                         \
    FUNCTION(multi_wakeup)                                                                         \
    FUNCTION(slist_append)                                                                         \
    FUNCTION(slist_free_all)                                                                       \
    FUNCTION(url)                                                                                  \
    FUNCTION(url_cleanup)                                                                          \
    FUNCTION(url_get)                                                                              \
    FUNCTION(url_set)

/* Its functions, without "curl_". */
struct curl_library {
#define FUNCTION(name) __typeof__ (&curl_##name)(name);
    CURL_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

/** The library; NULL: it cannot be loaded. Any thread may ask. */
const struct curl_library *curl_library(void);

/** Why it could not be loaded. */
const char *curl_library_error(void);

#endif
