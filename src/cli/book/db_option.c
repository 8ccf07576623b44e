/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/book/db_option.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/terminal.h"

#define SCHEME "sqlite:"
#define FILE_NAME "/aval/aval.db"
#define DATA_FOLDER "/.local/share"

/* What the environment says, or NULL when it says nothing. */
static const char *environment(const char *name)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

static bool write_url(struct db_place *place, const char *first, const char *second,
                      const char *third)
{
    int length = snprintf(place->url, sizeof(place->url), SCHEME "%s%s%s", first, second, third);

    return length > 0 && (size_t)length < sizeof(place->url);
}

/* A relative XDG_DATA_HOME counts as none: the XDG base directory specification says so. */
static bool find_default(struct db_place *place)
{
    const char *data = environment("XDG_DATA_HOME");
    const char *home = environment("HOME");

    place->is_default = true;
    if (data != NULL && data[0] == '/')
        return write_url(place, data, "", FILE_NAME);
    return home != NULL && write_url(place, home, DATA_FOLDER, FILE_NAME);
}

static bool find_place(const char *typed, struct db_place *place)
{
    const char *named = typed != NULL ? typed : environment("AVAL_DB");
    int length = 0;

    *place = (struct db_place){ 0 };
    if (named == NULL)
        return find_default(place);
    length = snprintf(place->url, sizeof(place->url), "%s", named);
    return length >= 0 && (size_t)length < sizeof(place->url);
}

bool db_option_read(enum language language, const char *typed, struct db_place *out_place)
{
    if (find_place(typed, out_place))
        return true;
    terminal_complain(language, MESSAGE_MISSING_OPTION, (struct message_arguments){ { "--db" } });
    terminal_hint(language, MESSAGE_EXPECTED, (struct message_arguments){ { SCHEME "PATH" } });
    return false;
}

bool db_is_there(void)
{
    struct db_place place;

    if (!find_place(NULL, &place))
        return false;
    return !place.is_default || access(place.url + strlen(SCHEME), F_OK) == 0;
}

bool db_make_folders(enum language language, const struct db_place *place)
{
    char folder[DB_URL_BYTES];

    if (!place->is_default)
        return true;
    (void)snprintf(folder, sizeof(folder), "%s", place->url + strlen(SCHEME));
    for (size_t i = 1; folder[i] != '\0'; i++) {
        if (folder[i] != '/')
            continue;
        folder[i] = '\0';
        if (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST) {
            terminal_complain_of_file(language, MESSAGE_CANNOT_CREATE, folder);
            return false;
        }
        folder[i] = '/';
    }
    return true;
}

struct store *db_option_open(enum language language, const char *typed, enum store_mode mode,
                             enum exit_status *out_exit)
{
    struct db_place place;
    struct fault fault = { 0 };
    struct store *store = NULL;

    *out_exit = EXIT_NOTHING_DONE;
    if (!db_option_read(language, typed, &place))
        return NULL;
    if (mode == STORE_CREATE && !db_make_folders(language, &place))
        return NULL;
    if (store_open(place.url, mode, &fault, &store) == STATUS_OK)
        return store;
    /* Whatever it was, nothing had begun. */
    (void)fault_complain(language, &fault);
    return NULL;
}

/* The one place where what stopped an act becomes the program's exit status. */
static enum exit_status exit_of(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return EXIT_DONE;
    case STATUS_WRITE_FAILED:
        return EXIT_BROKEN_OFF;
    case STATUS_INVALID:
    case STATUS_NO_MEMORY:
    case STATUS_READ_FAILED:
    case STATUS_NOT_FOUND:
    case STATUS_FORBIDDEN:
    case STATUS_CONFLICT:
    case STATUS_UNAVAILABLE:
    case STATUS_CORRUPT:
    default:
        return EXIT_NOTHING_DONE;
    }
}

enum exit_status fault_complain(enum language language, const struct fault *fault)
{
    struct buffer message = { 0 };
    struct buffer hint = { 0 };

    fault_write(&message, fault, language);
    fault_write_hint(&hint, fault, language);
    terminal_say_error(language, buffer_text(&message), buffer_text(&hint));
    buffer_done(&message);
    buffer_done(&hint);
    return exit_of(fault_status(fault->kind));
}

enum exit_status db_no_memory(enum language language)
{
    terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
    return EXIT_NOTHING_DONE;
}

static void hint_at_roles(enum language language)
{
    struct buffer roles = { 0 };

    for (unsigned i = 0; i < principal_role_words.count; i++)
        buffer_add_format(&roles, "%s%s%s", i > 0 ? ", " : "",
                          principal_role_is_vendors((enum principal_role)i) ? "" : "TENANT:",
                          principal_role_words.list[i]);
    buffer_add(&roles, "", 1);
    if (!roles.has_failed)
        terminal_hint(language, MESSAGE_ONE_OF, (struct message_arguments){ { roles.bytes } });
    buffer_done(&roles);
}

bool as_option_read(enum language language, const char *typed, struct named_principal *out_named)
{
    *out_named =
        (struct named_principal){ .typed = typed != NULL ? typed : environment("AVAL_AS") };
    if (out_named->typed == NULL ||
        principal_parse(text_of(out_named->typed), &out_named->tenant, &out_named->principal.role))
        return true;
    terminal_complain(language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { "--as", out_named->typed } });
    hint_at_roles(language);
    return false;
}
