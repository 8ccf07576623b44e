/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct curl_library library;
static bool is_loaded;
static char error[256];

/* The places of the functions, all of which are pointers alike. */
static const struct {
    const char *name;
    size_t offset;
} functions[] = {
#define FUNCTION(name) { "curl_" #name, offsetof(struct curl_library, name) },
    CURL_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

static void load(void)
{
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);

    is_loaded = handle != NULL;
    for (size_t i = 0; i < COUNT_OF(functions) && is_loaded; i++) {
        void *function = dlsym(handle, functions[i].name);

        is_loaded = function != NULL;
        memcpy((char *)&library + functions[i].offset, (const void *)&function, sizeof(function));
    }
    if (!is_loaded) /* NOLINTNEXTLINE(concurrency-mt-unsafe): it is each thread's own. */
        (void)snprintf(error, sizeof(error), "%s", dlerror());
}

const struct curl_library *curl_library(void)
{
    (void)pthread_once(&once, load);
    return is_loaded ? &library : NULL;
}

const char *curl_library_error(void)
{
    return error;
}
