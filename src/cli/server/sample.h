/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_SAMPLE_H
#define AVAL_CLI_SERVER_SAMPLE_H

#include "api/registry/apps.h"
#include "cli/book/db_option.h"

enum {
    SAMPLE_BASE_BYTES = 128
};

/* Where it is served with TLS, unless a setting says otherwise. */
#define SAMPLE_TLS_LISTEN "127.0.0.1:8471"

/*
 * The sample program as a book that is served: a sandbox in a folder of its own, which is made
 * when it is missing, with clients and users of several roles. Their ids and names are constants.
 * Their secrets come from one that is made with the folder and stays there, for its owner alone: so
 * they can be told again. One process at a time serves the folder; the others find out where.
 */
struct sample {
    enum language language;
    const char *folder; /* borrowed */
    struct db_place place;
    int lock; /* held while this process serves the folder; -1: it does not */
    unsigned char key[APP_SECRET_BYTES];
    struct buffer where; /* what the process that serves it says of where; "" while none does */
    char base[SAMPLE_BASE_BYTES]; /* "http://ADDRESS:PORT" of that process */
};

/**
 * Takes the folder, and makes what is missing in it; unless another process serves it, which is no
 * failure. False: complained. The sample is to be closed in any case.
 */
bool sample_open(struct sample *sample, enum language language, const char *folder);

/** Keeps where the caller serves it, and how that is said, for those who come later. False:
 * complained. */
bool sample_set_where(struct sample *sample, const char *base, struct text where);

/** Whether another process serves it. */
bool sample_is_served(const struct sample *sample);

/** Says where it is served, who may ask there, commands to try it with, and the last word. */
enum exit_status sample_say(const struct sample *sample, enum message last);

/** Gives the folder back. */
void sample_close(struct sample *sample);

#endif
