/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_SETTINGS_H
#define AVAL_API_SETTINGS_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"

#define SERVER_SETTING(name, word, kind, standard, least, most, en, fr) SERVER_##name,
enum server_setting {
#include "api/settings.def"
    SERVER_SETTING_COUNT
};
#undef SERVER_SETTING

enum setting_kind {
    SETTING_KIND_TEXT,
    SETTING_KIND_NUMBER,
    SETTING_KIND_FLAG
};

enum {
    SERVER_SETTING_BYTES = 512
};

struct server_setting_row {
    const char *name;
    enum setting_kind kind;
    const char *standard;
    unsigned least, most; /* of a number */
    struct phrase help;
};

extern const struct server_setting_row server_setting_rows[SERVER_SETTING_COUNT];

/* What each setting is; a number and a flag as a number too. */
struct server_settings {
    char texts[SERVER_SETTING_COUNT][SERVER_SETTING_BYTES];
    unsigned numbers[SERVER_SETTING_COUNT];
};

/** The defaults. */
void server_settings_init(struct server_settings *settings);

/** Sets one. INVALID: the value is none of it, and nothing changed. */
enum status server_settings_set(struct server_settings *settings, enum server_setting setting,
                                const char *value) MUST_CHECK;

/* What is wrong with a file of settings. */
struct server_settings_problem {
    int line; /* 0: the file could not be read, errno says why */
    char name[64];
};

/**
 * Reads a file: "name = value", comments after ";" or "#". INVALID, READ_FAILED: see the problem.
 */
enum status server_settings_read(struct server_settings *settings, const char *path,
                                 struct server_settings_problem *out_problem) MUST_CHECK;

/** Takes what the environment sets. INVALID: the name of the first wrong one is the problem's. */
enum status server_settings_read_environment(struct server_settings *settings,
                                             struct server_settings_problem *out_problem)
    MUST_CHECK;

/** Writes all as such a file, each with its help. */
void server_settings_write(struct buffer *buffer, const struct server_settings *settings,
                           enum language language);

#endif
