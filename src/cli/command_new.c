/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attributes.h"
#include "cli/command.h"
#include "cli/embedded.h"
#include "cli/manual.h"
#include "cli/terminal.h"

/* A file of the new folder. */
struct new_file {
    const char *name;
    const struct text *contents[LANGUAGE_COUNT];
};

static const struct new_file new_files[] = {
    { "world.ndjson", { &embedded_template_world, &embedded_template_world } },
    { "proposals.ndjson", { &embedded_template_proposals, &embedded_template_proposals } },
    { "README.md", { &embedded_template_readme_en, &embedded_template_readme_fr } },
};

static enum exit_status complain(const struct invocation *invocation, const char *file)
{
    struct buffer path = { 0 };
    char reason[128];
    const char *why = strerror_r(errno, reason, sizeof(reason));

    buffer_add_format(&path, "%s%s%s", invocation->operand, file[0] != '\0' ? "/" : "", file);
    buffer_add(&path, "", 1);
    terminal_complain(
        invocation->language, MESSAGE_CANNOT_CREATE,
        (struct message_arguments){ { path.has_failed ? invocation->operand : path.bytes, why } });
    terminal_hint(invocation->language, MESSAGE_NAME_NEW_FOLDER,
                  (struct message_arguments){ { NULL } });
    buffer_done(&path);
    return EXIT_NOTHING_DONE;
}

/* Whether the file stands in the folder, whole; what was begun is taken away again. */
static bool write_file(int folder, const struct new_file *file, enum language language)
{
    int out = openat(folder, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool is_written = false;
    int reason = 0;

    if (out < 0)
        return false;
    is_written = terminal_write(out, *file->contents[language]) == STATUS_OK;
    reason = errno;
    if (close(out) != 0 && is_written) {
        reason = errno;
        is_written = false;
    }
    if (!is_written)
        (void)unlinkat(folder, file->name, 0);
    errno = reason;
    return is_written;
}

/* All files or none: the name of the one that could not be written, or NULL. */
static const char *write_files(int folder, enum language language)
{
    size_t count = 0;
    const char *failed = NULL;
    int reason = 0;

    while (count < COUNT_OF(new_files) && write_file(folder, &new_files[count], language))
        count++;
    if (count == COUNT_OF(new_files))
        return NULL;
    reason = errno;
    failed = new_files[count].name;
    while (count > 0)
        (void)unlinkat(folder, new_files[--count].name, 0);
    errno = reason;
    return failed;
}

/* The path as one word of a shell, to be typed as it is shown. */
static void add_shell_word(struct buffer *buffer, struct text path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
    bool is_plain = true;

    for (size_t i = 0; i < path.length; i++)
        is_plain = is_plain && strchr(plain, path.bytes[i]) != NULL;
    buffer_add_string(buffer, is_plain ? "" : "'");
    for (size_t i = 0; i < path.length; i++)
        if (path.bytes[i] == '\'')
            buffer_add_string(buffer, "'\\''");
        else
            buffer_add(buffer, path.bytes + i, 1);
    buffer_add_string(buffer, is_plain ? "" : "'");
    buffer_add(buffer, "", 1);
}

static enum exit_status say_what_was_done(const struct invocation *invocation)
{
    struct buffer out = { 0 };
    struct buffer name = { 0 };
    struct buffer word = { 0 };
    struct text path = text_of(invocation->operand);

    while (path.length > 1 && path.bytes[path.length - 1] == '/')
        path.length--;
    buffer_add_text(&name, path);
    buffer_add(&name, "", 1);
    add_shell_word(&word, path);
    out.has_failed = name.has_failed || word.has_failed;
    if (!out.has_failed) {
        message_write(&out, MESSAGE_NEW_DONE, invocation->language,
                      (struct message_arguments){ { name.bytes } });
        buffer_add_string(&out, "\n");
        message_write(&out, MESSAGE_NEW_NEXT, invocation->language,
                      (struct message_arguments){ { word.bytes } });
        buffer_add_string(&out, "\n");
    }
    buffer_done(&name);
    buffer_done(&word);
    return manual_print(&out, invocation->language);
}

static enum exit_status run(const struct invocation *invocation)
{
    const char *path = invocation->operand;
    bool is_new = mkdir(path, 0777) == 0;
    int folder = is_new || errno == EEXIST ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    const char *failed = NULL;
    int reason = 0;

    if (folder < 0)
        return complain(invocation, "");
    failed = write_files(folder, invocation->language);
    reason = errno;
    (void)close(folder);
    if (failed != NULL && is_new)
        (void)rmdir(path);
    errno = reason;
    return failed == NULL ? say_what_was_done(invocation) : complain(invocation, failed);
}

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the files were written", "les fichiers ont été écrits" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: a file of that name exists, or the folder cannot be made",
          "rien n'a été écrit : un fichier de ce nom existe, ou le dossier ne peut être "
          "créé" } } },
    { EXIT_BROKEN_OFF,
      { { "the files were written, but saying so failed",
          "les fichiers ont été écrits, mais le dire a échoué" } } },
};

static const char description_en[] =
    "Makes FOLDER, and in it a small world (world.ndjson), proposals about it "
    "(proposals.ndjson) and a README.md that explains each line. Files that exist are never "
    "overwritten.";

static const char description_fr[] =
    "Crée DOSSIER, et y écrit un petit monde (world.ndjson), des propositions à son sujet "
    "(proposals.ndjson) et un README.md qui explique chaque ligne. Un fichier existant "
    "n'est jamais écrasé.";

const struct command command_new = {
    .name = "new",
    .operand = { { "FOLDER", "DOSSIER" } },
    .summary = { { "write a small world and proposals to start from",
                   "écrire un petit monde et des propositions pour commencer" } },
    .description = { { description_en, description_fr } },
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval new trial\naval check --world trial/world.ndjson trial/proposals.ndjson",
    .run = run,
};
