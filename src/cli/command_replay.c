/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/lines.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "exchange/replay.h"

enum {
    OPTION_JSON,
    OPTION_TEXT
};

/* A file of decisions being judged again. */
struct replaying {
    const struct invocation *invocation;
    struct replay replay;
    bool is_json;
    uint64_t different_count;
    uint64_t unreadable_count;
    bool has_written;
    struct buffer output;
};

/* The items of a list, parted by commas. */
static void add_items(struct buffer *buffer, const struct buffer *list)
{
    struct text rest = buffer_text(list);
    struct text item;
    const char *comma = "";

    while (replay_next_item(&rest, &item)) {
        buffer_add_string(buffer, comma);
        buffer_add_visible(buffer, item, FIELD_BYTES_MAX);
        comma = ", ";
    }
}

static void add_labelled(struct buffer *buffer, const char *label, const struct buffer *list)
{
    if (list->length == 0)
        return;
    buffer_add_string(buffer, label);
    add_items(buffer, list);
    buffer_add_text(buffer, TEXT("\n"));
}

static void report_text(struct replaying *replaying)
{
    static const enum message outcomes[REPLAY_OUTCOME_COUNT] = {
        [REPLAY_SAME] = MESSAGE_REPLAY_SAME,
        [REPLAY_DIFFERS] = MESSAGE_REPLAY_DIFFERS,
        [REPLAY_UNREADABLE] = MESSAGE_REPLAY_UNREADABLE,
    };
    const struct replay *replay = &replaying->replay;
    enum language language = replaying->invocation->language;
    struct buffer *output = &replaying->output;

    buffer_add_visible(output, replay->has_id ? replay->id : TEXT("-"), FIELD_ID_BYTES_MAX);
    buffer_add_text(output, TEXT("  "));
    buffer_add_string(output, message_text(outcomes[replay->outcome], language));
    add_items(output, &replay->keys);
    if (replay->outcome == REPLAY_DIFFERS && replay->keys.length == 0)
        buffer_add_string(output, message_text(MESSAGE_REPLAY_FORM, language));
    buffer_add_visible(output, buffer_text(&replay->error), SIZE_MAX);
    buffer_add_text(output, TEXT("\n"));
    if (replay->outcome != REPLAY_DIFFERS)
        return;
    if (replay->is_digest_wrong)
        buffer_add_format(output, "  %s\n", message_text(MESSAGE_DIGEST_WRONG, language));
    if (replay->is_other_rulebook)
        buffer_add_format(output, "  %s\n", message_text(MESSAGE_OTHER_RULEBOOK, language));
    buffer_add_text(output, TEXT("  "));
    buffer_add_visible(output, replay->verdict, FIELD_BYTES_MAX);
    buffer_add_text(output, TEXT(" -> "));
    buffer_add_text(output, replay->verdict_again);
    buffer_add_text(output, TEXT("\n"));
    add_labelled(output, "  - ", &replay->findings_gone);
    add_labelled(output, "  + ", &replay->findings_new);
}

/* Counts and says what became of a line. */
static enum status report(struct replaying *replaying)
{
    replaying->different_count += replaying->replay.outcome == REPLAY_DIFFERS;
    replaying->unreadable_count += replaying->replay.outcome == REPLAY_UNREADABLE;
    if (replaying->is_json)
        replay_write_json(&replaying->output, &replaying->replay);
    else
        report_text(replaying);
    return replaying->output.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status replay_block(struct replaying *replaying, const struct line_block *block)
{
    struct text rest = { block->bytes, block->length };
    struct text line;

    buffer_clear(&replaying->output);
    if (block->is_too_long) {
        TRY(replay_line_too_long(&replaying->replay, block->first_line));
        TRY(report(replaying));
    }
    for (uint64_t number = block->first_line; !block->is_too_long && line_cut(&rest, &line);
         number++) {
        if (line_is_blank(line))
            continue;
        TRY(replay_line(&replaying->replay, line, number));
        TRY(report(replaying));
    }
    TRY(terminal_write(STDOUT_FILENO, buffer_text(&replaying->output)));
    replaying->has_written |= replaying->output.length > 0;
    return STATUS_OK;
}

static enum status replay_file(struct replaying *replaying, int file)
{
    struct line_reader lines;
    struct line_block block = { 0 };
    enum status status = STATUS_OK;

    line_reader_init(&lines, file);
    do {
        status = line_reader_next(&lines, &block);
        if (status == STATUS_OK && block.line_count > 0)
            status = replay_block(replaying, &block);
    } while (status == STATUS_OK && block.line_count > 0);
    line_block_done(&block);
    line_reader_done(&lines);
    return status;
}

static enum exit_status complain(const struct replaying *replaying, enum status status)
{
    enum language language = replaying->invocation->language;

    if (status == STATUS_NO_MEMORY)
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
    else if (status == STATUS_WRITE_FAILED)
        terminal_complain_of_file(language, MESSAGE_CANNOT_WRITE, "standard output");
    else
        terminal_complain_of_file(language, MESSAGE_CANNOT_READ, replaying->invocation->operand);
    return replaying->has_written || status == STATUS_WRITE_FAILED ? EXIT_BROKEN_OFF
                                                                   : EXIT_NOTHING_DONE;
}

static enum exit_status replay_decisions(struct replaying *replaying, int file)
{
    enum status status = replay_init(&replaying->replay, replaying->invocation->language);
    int reason = 0;

    if (status == STATUS_OK)
        status = replay_file(replaying, file);
    reason = errno;
    replay_done(&replaying->replay);
    buffer_done(&replaying->output);
    errno = reason;
    if (status != STATUS_OK)
        return complain(replaying, status);
    if (replaying->unreadable_count > 0)
        return EXIT_NOTHING_DONE;
    return replaying->different_count > 0 ? EXIT_SOME_WRONG : EXIT_DONE;
}

/* JSON is for programs: where no person is at the terminal, unless text was asked for. */
static bool wants_json(const struct invocation *invocation)
{
    return invocation->values[OPTION_JSON] != NULL ||
           (isatty(STDOUT_FILENO) != 1 && invocation->values[OPTION_TEXT] == NULL);
}

static enum exit_status replay_operand(struct replaying *replaying)
{
    const char *operand = replaying->invocation->operand;
    int file = STDIN_FILENO;
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (strcmp(operand, "-") == 0)
        return replay_decisions(replaying, file);
    file = open(operand, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return complain(replaying, STATUS_READ_FAILED);
    exit = replay_decisions(replaying, file);
    (void)close(file);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct replaying *replaying = NULL;
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (invocation->values[OPTION_JSON] != NULL && invocation->values[OPTION_TEXT] != NULL) {
        terminal_complain(invocation->language, MESSAGE_EXCLUSIVE_OPTIONS,
                          (struct message_arguments){ { "--json", "--text" } });
        return EXIT_NOTHING_DONE;
    }
    replaying = memory_new(1, sizeof(*replaying));
    if (replaying == NULL) {
        terminal_complain(invocation->language, MESSAGE_OUT_OF_MEMORY,
                          (struct message_arguments){ { NULL } });
        return EXIT_NOTHING_DONE;
    }
    replaying->invocation = invocation;
    replaying->is_json = wants_json(invocation);
    exit = replay_operand(replaying);
    memory_free(replaying);
    return exit;
}

static const struct option_row options[] = {
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
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "every decision comes out the same, byte for byte",
          "chaque décision est reproduite, octet pour octet" } } },
    { EXIT_SOME_WRONG,
      { { "some differ, or a digest is wrong",
          "certaines diffèrent, ou une empreinte est fausse" } } },
    { EXIT_NOTHING_DONE,
      { { "some line, or the file, could not be read as a full decision",
          "une ligne, ou le fichier, n'a pu être lue comme décision complète" } } },
    { EXIT_BROKEN_OFF,
      { { "reading or writing failed after output had begun",
          "la lecture ou l'écriture a échoué après le début de la sortie" } } },
};

static const char description_en[] =
    "Judges recorded decisions again, each from the dossier that it carries and from nothing "
    "else: the full form, one a line, as `aval check --full` writes it. Says for each whether it "
    "comes out the same, byte for byte, or which keys differ; whether its digest is that of what "
    "it carries; and, when the rulebook has changed, both verdicts and the findings that came and "
    "went.";

static const char description_fr[] =
    "Juge de nouveau des décisions enregistrées, chacune d'après le dossier qu'elle porte et rien "
    "d'autre : la forme complète, une par ligne, comme l'écrit `aval check --full`. Dit pour "
    "chacune si elle est reproduite octet pour octet, ou quelles clés diffèrent ; si son empreinte "
    "est celle de ce qu'elle porte ; et, quand le règlement a changé, les deux verdicts et les "
    "constats apparus ou disparus.";

const struct command command_replay = {
    .name = "replay",
    .operand = { { "DECISIONS", "DÉCISIONS" } },
    .summary = { { "judge recorded decisions again, from their dossiers alone",
                   "juger de nouveau des décisions enregistrées, d'après leurs seuls dossiers" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval check --full --world world.ndjson proposals.ndjson > decisions.ndjson\n"
                "aval replay decisions.ndjson",
    .run = run,
};
