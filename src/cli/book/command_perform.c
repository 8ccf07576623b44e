/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many acts, a line of JSON each. Threads take the lines in turn, so that acts that wait for the
 * disk wait together; answers are written in the order of the lines.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/lines.h"
#include "base/memory.h"
#include "cli/book/db_option.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "engine/act_line.h"
#include "engine/party/party.h"

enum {
    OPTION_DB,
    OPTION_AS,
    OPTION_DRY_RUN,
    OPTION_JOBS
};

/* What all threads share. */
struct performing {
    const struct invocation *invocation;
    struct store *store;
    const char *as; /* who acts in a line that does not say; or NULL */
    bool is_dry_run;

    pthread_mutex_t reading; /* of what follows; held while input is waited for */
    struct line_reader lines;
    struct line_block block;
    struct text rest; /* of the block */
    uint64_t line;    /* the number of the last line that was taken */
    uint64_t taken_count;
    enum status read_status;
    int read_error; /* errno, of the thread that read in vain */

    pthread_mutex_t writing; /* of what follows */
    pthread_cond_t written;
    uint64_t written_count; /* of so many lines the answer was written */
    uint64_t wrong_count;
    enum status write_status;
    int write_error;
};

/* One thread. */
struct performer {
    struct performing *shared;
    pthread_t thread;
    struct act_line_reader reader;
    struct buffer text; /* of the line */
    uint64_t number;    /* of the line */
    uint64_t turn;
    struct buffer answer;
    bool is_wrong; /* it was no act, or it failed */
};

/* Reads on when no line is left; false: there is none any more, or reading failed. */
static bool read_block(struct performing *shared)
{
    if (shared->read_status != STATUS_OK)
        return false;
    shared->read_status = line_reader_next(&shared->lines, &shared->block);
    shared->read_error = errno;
    if (shared->read_status != STATUS_OK || shared->block.line_count == 0)
        return false;
    shared->line = shared->block.first_line - 1;
    shared->rest = (struct text){ shared->block.bytes, shared->block.length };
    if (shared->block.is_too_long)
        shared->rest = TEXT("-"); /* no act either */
    return true;
}

/* Takes the next line that is not blank; false: there is none. */
static bool take_line(struct performer *performer)
{
    struct performing *shared = performer->shared;
    struct text line = TEXT("");
    bool is_taken = true;

    (void)pthread_mutex_lock(&shared->reading);
    do {
        while (is_taken && !line_cut(&shared->rest, &line))
            is_taken = read_block(shared);
        shared->line++;
    } while (is_taken && line_is_blank(line));
    if (is_taken) {
        performer->number = shared->line;
        performer->turn = shared->taken_count++;
        buffer_clear(&performer->text);
        buffer_add_text(&performer->text, line);
    }
    (void)pthread_mutex_unlock(&shared->reading);
    return is_taken;
}

/* The answer to a line that was not carried out nor refused. */
static void write_fault(struct performer *performer, const struct fault *fault, struct text message,
                        struct text hint)
{
    NOT_CLEARED struct json_writer writer;

    performer->is_wrong = true;
    buffer_clear(&performer->answer);
    json_writer_init(&writer, &performer->answer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "line");
    json_integer(&writer, (int64_t)performer->number);
    json_key(&writer, "fault");
    json_string(&writer, fault == NULL ? "invalid_line" : fault_name(fault->kind));
    json_key(&writer, "status");
    json_string(&writer, fault == NULL ? "invalid" : fault_status_name(fault->kind));
    json_key(&writer, "message");
    json_text(&writer, message);
    json_key(&writer, "hint");
    if (hint.length == 0)
        json_null(&writer);
    else
        json_text(&writer, hint);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(&performer->answer, "\n");
}

static void answer_fault(struct performer *performer, const struct fault *fault)
{
    enum language language = performer->shared->invocation->language;
    struct buffer message = { 0 };
    struct buffer hint = { 0 };

    fault_write(&message, fault, language);
    fault_write_hint(&hint, fault, language);
    write_fault(performer, fault, buffer_text(&message), buffer_text(&hint));
    buffer_done(&message);
    buffer_done(&hint);
}

/* Told what is wrong with a line. */
struct line_sink {
    struct problem_sink sink;
    struct performer *performer;
};

static void tell_problem(struct problem_sink *sink, const struct problem *problem)
{
    struct performer *performer = ((struct line_sink *)sink)->performer;
    struct buffer message = { 0 };

    problem_write(&message, problem, performer->shared->invocation->language);
    write_fault(performer, NULL, buffer_text(&message), TEXT(""));
    buffer_done(&message);
}

/* Finds who acts. */
struct finding_principal {
    struct store_work work; /* first */
    struct text tenant;
    guid found;
};

static enum status find_tenant(struct store_work *work, struct call *call)
{
    struct finding_principal *finding = (struct finding_principal *)work;

    return party_find(call, finding->tenant, &finding->found);
}

static enum status find_principal(struct performer *performer, struct text as,
                                  struct principal *out_principal, struct fault *fault)
{
    struct store *store = performer->shared->store;
    struct finding_principal finding = { .work = { find_tenant } };
    struct principal principal = { .tenant = GUID_NONE };

    if (!principal_parse(as, &finding.tenant, &principal.role))
        return fault_set(fault, FAULT_NO_PRINCIPAL, NULL, NULL, NULL);
    if (!principal_is_vendor(principal) && !guid_parse(finding.tenant, &principal.tenant)) {
        TRY(store->read(store, &finding.work, fault));
        principal.tenant = finding.found;
    }
    *out_principal = principal;
    return STATUS_OK;
}

static void perform_line(struct performer *performer)
{
    struct performing *shared = performer->shared;
    struct line_sink sink = { { tell_problem }, performer };
    struct act_request request = { 0 };
    struct act_answer answer = { 0 };
    struct act_line line;

    performer->is_wrong = false;
    buffer_clear(&performer->answer);
    if (act_line_read(&performer->reader, buffer_text(&performer->text), performer->number,
                      &sink.sink, &line) != STATUS_OK)
        return;
    if (line.as.length == 0 && shared->as != NULL)
        line.as = text_of(shared->as);
    request.use_case = line.use_case;
    request.input = line.input;
    request.request_id = line.request_id;
    request.on = line.on;
    request.is_dry_run = line.is_dry_run || shared->is_dry_run;
    if (find_principal(performer, line.as, &request.principal, &answer.fault) != STATUS_OK ||
        engine_act(shared->store, &request, &answer) != STATUS_OK)
        answer_fault(performer, &answer.fault);
    else
        buffer_add_text(&performer->answer, buffer_text(&answer.json));
    act_answer_done(&answer);
}

/* Writes the answer when it is its turn; false: no more are to be written. */
static bool write_answer(struct performer *performer)
{
    struct performing *shared = performer->shared;
    bool goes_on = true;

    (void)pthread_mutex_lock(&shared->writing);
    while (shared->written_count != performer->turn)
        (void)pthread_cond_wait(&shared->written, &shared->writing);
    shared->wrong_count += performer->is_wrong;
    if (shared->write_status == STATUS_OK && performer->answer.has_failed)
        shared->write_status = STATUS_NO_MEMORY;
    if (shared->write_status == STATUS_OK) {
        shared->write_status = terminal_write(STDOUT_FILENO, buffer_text(&performer->answer));
        shared->write_error = errno;
    }
    goes_on = shared->write_status == STATUS_OK;
    shared->written_count++;
    (void)pthread_cond_broadcast(&shared->written);
    (void)pthread_mutex_unlock(&shared->writing);
    return goes_on;
}

static void *perform(void *argument)
{
    struct performer *performer = argument;

    while (take_line(performer)) {
        perform_line(performer);
        if (!write_answer(performer))
            break;
    }
    return NULL;
}

static void performer_done(struct performer *performer)
{
    act_line_reader_done(&performer->reader);
    buffer_done(&performer->text);
    buffer_done(&performer->answer);
}

/* As many threads as there are jobs; where the system has fewer, those do it. */
static enum status perform_all(struct performing *shared, unsigned jobs)
{
    struct performer *performers = memory_new(jobs, sizeof(*performers));
    unsigned begun = 0;
    unsigned ready = 0;

    if (performers == NULL)
        return STATUS_NO_MEMORY;
    for (; ready < jobs; ready++) {
        performers[ready].shared = shared;
        if (act_line_reader_init(&performers[ready].reader) != STATUS_OK)
            break;
    }
    /* The first works on this thread. */
    for (begun = 1; begun < ready; begun++)
        if (pthread_create(&performers[begun].thread, NULL, perform, &performers[begun]) != 0)
            break;
    if (ready > 0)
        (void)perform(&performers[0]);
    for (unsigned i = 1; i < begun; i++)
        (void)pthread_join(performers[i].thread, NULL);
    for (unsigned i = 0; i <= ready && i < jobs; i++)
        performer_done(&performers[i]);
    memory_free(performers);
    return ready > 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

/* What was acknowledged is kept, whatever broke off after it. */
static enum exit_status end(const struct performing *shared, enum status status)
{
    const struct invocation *invocation = shared->invocation;

    errno = shared->read_error;
    if (shared->read_status == STATUS_READ_FAILED)
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_READ, invocation->operand);
    errno = shared->write_error;
    if (shared->write_status == STATUS_WRITE_FAILED)
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_WRITE, "standard output");
    if (status == STATUS_NO_MEMORY || shared->read_status == STATUS_NO_MEMORY ||
        shared->write_status == STATUS_NO_MEMORY)
        (void)db_no_memory(invocation->language);
    if (status != STATUS_OK || shared->read_status != STATUS_OK ||
        shared->write_status != STATUS_OK)
        return shared->written_count > 0 ? EXIT_BROKEN_OFF : EXIT_NOTHING_DONE;
    return shared->wrong_count > 0 ? EXIT_SOME_WRONG : EXIT_DONE;
}

static enum exit_status perform_file(struct performing *shared, int file, unsigned jobs)
{
    enum exit_status exit = EXIT_DONE;

    (void)pthread_mutex_init(&shared->reading, NULL);
    (void)pthread_mutex_init(&shared->writing, NULL);
    (void)pthread_cond_init(&shared->written, NULL);
    line_reader_init(&shared->lines, file);
    exit = end(shared, perform_all(shared, jobs));
    line_block_done(&shared->block);
    line_reader_done(&shared->lines);
    (void)pthread_cond_destroy(&shared->written);
    (void)pthread_mutex_destroy(&shared->writing);
    (void)pthread_mutex_destroy(&shared->reading);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct performing shared = {
        .invocation = invocation,
        .as = invocation->values[OPTION_AS],
        .is_dry_run = invocation->values[OPTION_DRY_RUN] != NULL,
    };
    bool is_standard_input = strcmp(invocation->operand, "-") == 0;
    enum exit_status exit = EXIT_NOTHING_DONE;
    unsigned jobs = jobs_option_read(invocation->language, invocation->values[OPTION_JOBS], 1);
    int file = STDIN_FILENO;

    if (jobs == 0)
        return EXIT_NOTHING_DONE;
    if (!is_standard_input)
        file = open(invocation->operand, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_READ, invocation->operand);
        return EXIT_NOTHING_DONE;
    }
    shared.store = db_option_open(invocation->language, invocation->values[OPTION_DB],
                                  shared.is_dry_run ? STORE_READ : STORE_WRITE, &exit);
    if (shared.store != NULL) {
        exit = perform_file(&shared, file, jobs);
        shared.store->close(shared.store);
    }
    if (!is_standard_input)
        (void)close(file);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
    [OPTION_AS] = AS_OPTION,
    [OPTION_DRY_RUN] = { "dry-run",
                         { { NULL } },
                         NULL,
                         { { "only tell what would come of each, and write nothing",
                             "dire ce qu'il adviendrait de chacun, sans rien écrire" } } },
    [OPTION_JOBS] = { "jobs",
                      { { "N", "N" } },
                      NULL,
                      { { "so many at once, from 1 to 256 (1 by default); lines are then taken "
                          "in their order, but may be carried out in another",
                          "tant à la fois, de 1 à 256 (1 par défaut) ; les lignes sont alors "
                          "prises dans l'ordre, mais peuvent être exécutées dans un autre" } } },
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "every act was carried out, or refused by a rule",
          "chaque acte a été exécuté, ou refusé par une règle" } } },
    { EXIT_SOME_WRONG,
      { { "some lines are no acts, or were not possible",
          "des lignes ne sont pas des actes, ou n'étaient pas possibles" } } },
    { EXIT_NOTHING_DONE, { { "nothing was done", "rien n'a été fait" } } },
    { EXIT_BROKEN_OFF,
      { { "reading or writing failed in the middle; what was answered is kept",
          "lecture ou écriture interrompue ; ce qui a reçu réponse est conservé" } } },
};

const struct command command_perform = {
    .name = "perform",
    .operand = { { "ACTS", "ACTES" } },
    .summary = { { "carry out many acts, a line of JSON each",
                   "exécuter beaucoup d'actes, une ligne de JSON chacun" } },
    .description = { { "Reads a file, or standard input as \"-\": a line has \"act\", the name of "
                       "the act, \"as\", who acts, the act's fields, and may have "
                       "\"request_id\", \"on\" and \"dry_run\". Each line is answered by one, as "
                       "soon as it is kept for good; what is wrong with a line does not keep the "
                       "next from being carried out.",
                       "Lit un fichier, ou l'entrée standard pour « - » : une ligne a « act », le "
                       "nom de l'acte, « as », qui agit, les champs de l'acte, et peut avoir "
                       "« request_id », « on » et « dry_run ». Chaque ligne reçoit une réponse dès "
                       "qu'elle est conservée ; une ligne fausse n'empêche pas la suivante." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval perform --db sqlite:book.db acts.ndjson\n"
                "aval perform --db sqlite:book.db --as vendor --jobs 16 - <acts.ndjson",
    .run = run,
};
