/* SPDX-License-Identifier: Apache-2.0 */
#include "api/settings.h"

#include <ctype.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

enum {
    VARIABLE_BYTES = 64
};

#define SERVER_SETTING(name, word, kind, standard, least, most, en, fr)                            \
    [SERVER_##name] = { word, SETTING_KIND_##kind, standard, least, most, { { en, fr } } },
const struct server_setting_row server_setting_rows[SERVER_SETTING_COUNT] = {
#include "api/settings.def"
};
#undef SERVER_SETTING

void server_settings_init(struct server_settings *settings)
{
    *settings = (struct server_settings){ 0 };
    for (unsigned i = 0; i < SERVER_SETTING_COUNT; i++) {
        enum status status =
            server_settings_set(settings, (enum server_setting)i, server_setting_rows[i].standard);

        ASSERT(status == STATUS_OK);
    }
}

static bool parse_number(const struct server_setting_row *row, const char *value,
                         unsigned *out_number)
{
    unsigned number = 0;

    if (!text_is_digits(text_of(value)) || strlen(value) > 7)
        return false;
    for (size_t i = 0; value[i] != '\0'; i++)
        number = number * 10 + (unsigned)(value[i] - '0');
    *out_number = number;
    return row->least <= number && number <= row->most;
}

static bool parse_flag(const char *value, unsigned *out_number)
{
    bool is_yes = strcmp(value, "yes") == 0 || strcmp(value, "true") == 0;

    *out_number = is_yes;
    return is_yes || strcmp(value, "no") == 0 || strcmp(value, "false") == 0;
}

enum status server_settings_set(struct server_settings *settings, enum server_setting setting,
                                const char *value)
{
    const struct server_setting_row *row = &server_setting_rows[setting];
    unsigned number = 0;

    if (strlen(value) >= SERVER_SETTING_BYTES)
        return STATUS_INVALID;
    if (row->kind == SETTING_KIND_NUMBER && !parse_number(row, value, &number))
        return STATUS_INVALID;
    if (row->kind == SETTING_KIND_FLAG && !parse_flag(value, &number))
        return STATUS_INVALID;
    memcpy(settings->texts[setting], value, strlen(value) + 1);
    settings->numbers[setting] = number;
    return STATUS_OK;
}

/* A file being read. */
struct reading {
    struct server_settings *settings;
    struct server_settings_problem *problem;
};

/* Gives 0 for what is wrong, as the library wants it. */
static int take(void *argument, const char *section, const char *name, const char *value)
{
    struct reading *reading = argument;

    for (unsigned i = 0; section[0] == '\0' && i < SERVER_SETTING_COUNT; i++)
        if (strcmp(name, server_setting_rows[i].name) == 0 &&
            server_settings_set(reading->settings, (enum server_setting)i, value) == STATUS_OK)
            return 1;
    if (reading->problem->name[0] == '\0')
        (void)snprintf(reading->problem->name, sizeof(reading->problem->name), "%s", name);
    return 0;
}

enum status server_settings_read(struct server_settings *settings, const char *path,
                                 struct server_settings_problem *out_problem)
{
    struct reading reading = { settings, out_problem };

    *out_problem = (struct server_settings_problem){ 0 };
    out_problem->line = ini_parse(path, take, &reading);
    if (out_problem->line == 0)
        return STATUS_OK;
    if (out_problem->line > 0)
        return STATUS_INVALID;
    out_problem->line = 0;
    return STATUS_READ_FAILED;
}

enum status server_settings_read_environment(struct server_settings *settings,
                                             struct server_settings_problem *out_problem)
{
    char variable[VARIABLE_BYTES] = "AVAL_";

    *out_problem = (struct server_settings_problem){ 0 };
    for (unsigned i = 0; i < SERVER_SETTING_COUNT; i++) {
        const char *name = server_setting_rows[i].name;
        const char *value = NULL;
        size_t length = strlen("AVAL_");

        for (; *name != '\0'; name++)
            variable[length++] = (char)(*name == '-' ? '_' : toupper((unsigned char)*name));
        variable[length] = '\0';
        /* Before there is a second thread. */
        value = getenv(variable); /* NOLINT(concurrency-mt-unsafe) */
        if (value == NULL ||
            server_settings_set(settings, (enum server_setting)i, value) == STATUS_OK)
            continue;
        memcpy(out_problem->name, variable, length + 1);
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

void server_settings_write(struct buffer *buffer, const struct server_settings *settings,
                           enum language language)
{
    for (unsigned i = 0; i < SERVER_SETTING_COUNT; i++)
        buffer_add_format(buffer, "; %s\n%s = %s\n\n", server_setting_rows[i].help.in[language],
                          server_setting_rows[i].name, settings->texts[i]);
}
