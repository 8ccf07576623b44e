/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/check_pipeline.h"
#include "cli/command.h"
#include "cli/world_option.h"

enum {
    OPTION_WORLD,
    OPTION_PROFILE,
    OPTION_JSON,
    OPTION_TEXT,
    OPTION_JOBS,
    OPTION_FULL,
    OPTION_OTHER_READING,
    OPTION_DB
};

static struct facts_place facts_place(const struct invocation *invocation)
{
    return (struct facts_place){ invocation->values[OPTION_WORLD], invocation->values[OPTION_DB],
                                 true };
}

/* Whether the options make sense together; complains when they do not. */
static bool options_are_right(const struct invocation *invocation)
{
    const char *const *values = invocation->values;

    if (!facts_place_check(invocation->language, facts_place(invocation)))
        return false;
    if (values[OPTION_JSON] != NULL && values[OPTION_TEXT] != NULL) {
        terminal_complain(invocation->language, MESSAGE_EXCLUSIVE_OPTIONS,
                          (struct message_arguments){ { "--json", "--text" } });
        return false;
    }
    return true;
}

static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > JOBS_MAX ? JOBS_MAX : (unsigned)count;
}

/* The file of proposals, open; -1: complained. A folder is opened gladly and then not read. */
static int open_proposals(const struct invocation *invocation)
{
    const char *name = invocation->operand;
    struct stat about;
    int file = STDIN_FILENO;

    if (strcmp(name, "-") != 0)
        file = open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &about) == 0 && !S_ISDIR(about.st_mode))
        return file;
    if (file >= 0 && fstat(file, &about) == 0)
        errno = EISDIR;
    terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_READ, name);
    if (file > STDIN_FILENO)
        (void)close(file);
    return -1;
}

/* On a terminal, what has been judged, after it. */
static void summarise(const struct check *check)
{
    const uint64_t counts[] = { check->supported_count + check->not_supported_count +
                                    check->error_count,
                                check->supported_count, check->not_supported_count,
                                check->error_count };
    char texts[COUNT_OF(counts)][24];
    struct buffer buffer = { 0 };

    if (isatty(STDERR_FILENO) != 1)
        return;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        (void)snprintf(texts[i], sizeof(texts[i]), "%llu", (unsigned long long)counts[i]);
    message_write(&buffer, MESSAGE_JUDGED, check->style.language,
                  (struct message_arguments){ { texts[0], texts[1], texts[2], texts[3] } });
    buffer_add_string(&buffer, "\n");
    (void)!terminal_write(STDERR_FILENO, buffer_text(&buffer));
    buffer_done(&buffer);
}

static enum exit_status end_check(const struct invocation *invocation, const struct check *check,
                                  enum status status)
{
    switch ((unsigned)status) {
    case STATUS_OK:
        summarise(check);
        return check->error_count > 0 ? EXIT_SOME_WRONG : EXIT_DONE;
    case STATUS_WRITE_FAILED:
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_WRITE, "standard output");
        return EXIT_BROKEN_OFF;
    case STATUS_READ_FAILED:
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_READ, check->input_name);
        break;
    default:
        terminal_complain(invocation->language, MESSAGE_OUT_OF_MEMORY,
                          (struct message_arguments){ { NULL } });
        break;
    }
    return check->written_bytes > 0 ? EXIT_BROKEN_OFF : EXIT_NOTHING_DONE;
}

/* Judges against the book; with the full form also by who could sell instead. */
static enum status judge(struct check *check)
{
    struct book_source source;
    enum status status = STATUS_OK;

    if (!check->is_full)
        return check_run(check);
    TRY(book_source_init(&source, check->book));
    check->source = &source;
    status = check_run(check);
    book_source_done(&source);
    return status;
}

static enum exit_status check_proposals(const struct invocation *invocation, int input,
                                        struct check *check)
{
    bool is_terminal = isatty(STDOUT_FILENO) == 1;
    struct judged_facts facts;
    enum status status = STATUS_OK;
    int reason = 0;

    if (!facts_option_read(invocation->language, facts_place(invocation), &facts))
        return EXIT_NOTHING_DONE;
    check->book = facts.book;
    check->is_full = invocation->values[OPTION_FULL] != NULL;
    check->is_json = invocation->values[OPTION_JSON] != NULL ||
                     (!is_terminal && invocation->values[OPTION_TEXT] == NULL);
    check->style = report_style_for(invocation->language);
    check->input = input;
    check->input_name = invocation->operand;
    progress_begin(&check->progress, invocation->language);
    check->progress.is_on = check->progress.is_on && !is_terminal;
    status = judge(check);
    reason = errno;
    progress_end(&check->progress);
    book_free(facts.book);
    errno = reason;
    return end_check(invocation, check, status);
}

static enum exit_status run(const struct invocation *invocation)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct check check = { 0 };
    int input = -1;

    if (!options_are_right(invocation) ||
        !terms_option_read(invocation->language, invocation->values[OPTION_PROFILE],
                           invocation->values[OPTION_OTHER_READING], &check.terms))
        return EXIT_NOTHING_DONE;
    check.jobs =
        jobs_option_read(invocation->language, invocation->values[OPTION_JOBS], processors());
    if (check.jobs == 0)
        return EXIT_NOTHING_DONE;
    input = open_proposals(invocation);
    if (input < 0)
        return EXIT_NOTHING_DONE;
    exit = check_proposals(invocation, input, &check);
    if (input != STDIN_FILENO)
        (void)close(input);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_WORLD] = WORLD_OPTION,
    [OPTION_PROFILE] = PROFILE_OPTION,
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write JSON lines even on a terminal",
                          "écrire des lignes JSON même sur un terminal" } } },
    [OPTION_TEXT] = { "text",
                      { { NULL, NULL } },
                      NULL,
                      { { "write lines for people even where there is no terminal",
                          "écrire des lignes lisibles même hors d'un terminal" } } },
    [OPTION_JOBS] = { "jobs",
                      { { "N", "N" } },
                      NULL,
                      { { "judge with N threads, 1 to 256; by default one a processor",
                          "juger avec N fils d'exécution, 1 à 256 ; par défaut un par "
                          "processeur" } } },
    [OPTION_FULL] = { "full",
                      { { NULL, NULL } },
                      NULL,
                      { { "write the full form: every reason with its facts, and the way forward",
                          "écrire la forme complète : chaque raison avec ses faits, et la voie "
                          "à suivre" } } },
    [OPTION_OTHER_READING] = OTHER_READING_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "every proposal was judged, whatever the verdicts",
          "chaque proposition a été jugée, quels que soient les verdicts" } } },
    { EXIT_SOME_WRONG,
      { { "some or all lines were in error; the others were judged",
          "des lignes, ou toutes, étaient en erreur ; les autres ont été jugées" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing could be judged: bad options, a world with an error, unreadable proposals",
          "rien n'a pu être jugé : options fausses, monde en erreur, propositions "
          "illisibles" } } },
    { EXIT_BROKEN_OFF,
      { { "reading or writing failed after output had begun",
          "la lecture ou l'écriture a échoué après le début de la sortie" } } },
};

static const char description_en[] =
    "Judges every proposal of a file (or of standard input, with -) against a world of "
    "facts, and writes one decision a line, in the order of the proposals: supported, or "
    "not supported with every finding. A line that is no valid proposal gets an error line; "
    "the others are judged. A world with an error is refused whole. With --db, or without "
    "either the default book, the facts are those of a stored book.\n\nInto a pipe or a "
    "file goes NDJSON (one JSON object a line); on a terminal the same, readable.";

static const char description_fr[] =
    "Juge chaque proposition d'un fichier (ou de l'entrée standard, avec -) d'après un "
    "monde de faits, et écrit une décision par ligne, dans l'ordre des propositions : prise "
    "en charge, ou non, avec chaque constat. Une ligne qui n'est pas une proposition valide "
    "reçoit une ligne d'erreur ; les autres sont jugées. Un monde en erreur est refusé en "
    "entier. Avec --db, ou sans l'un ni l'autre le registre par défaut, les faits sont ceux d'un "
    "registre.\n\nVers un tube ou un fichier : NDJSON (un objet JSON par ligne) ; sur un "
    "terminal, la même chose, lisible.";

const struct command command_check = {
    .name = "check",
    .operand = { { "PROPOSALS", "PROPOSITIONS" } },
    .summary = { { "judge proposals: what is supported, and every reason why not",
                   "juger des propositions : ce qui est pris en charge, et toutes les raisons "
                   "contraires" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval check --world world.ndjson proposals.ndjson\n"
                "aval check --world folder/ --profile article --json - < proposals.ndjson",
    .run = run,
};
