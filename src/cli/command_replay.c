/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/json_writer.h"
#include "base/lines.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "exchange/replay.h"

enum {
    OPTION_JSON
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

static void add_labelled(struct buffer *buffer, struct text label, const struct buffer *list)
{
    if (list->length == 0)
        return;
    buffer_add_text(buffer, TEXT("  "));
    buffer_add_text(buffer, label);
    buffer_add_text(buffer, buffer_text(list));
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

    buffer_add_visible(output, replay->id.length > 0 ? replay->id : TEXT("-"), FIELD_ID_BYTES_MAX);
    buffer_add_text(output, TEXT("  "));
    buffer_add_string(output, message_text(outcomes[replay->outcome], language));
    buffer_add_visible(output, buffer_text(&replay->keys), SIZE_MAX);
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
    add_labelled(output, TEXT("- "), &replay->rules_gone);
    add_labelled(output, TEXT("+ "), &replay->rules_new);
}

static void report_json(struct replaying *replaying)
{
    static const char *const outcomes[REPLAY_OUTCOME_COUNT] = { "same", "differs", "unreadable" };
    const struct replay *replay = &replaying->replay;
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, &replaying->output, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "id");
    json_text(&writer, replay->id);
    json_key(&writer, "replay");
    json_string(&writer, outcomes[replay->outcome]);
    if (replay->outcome == REPLAY_DIFFERS) {
        json_key(&writer, "keys");
        json_text(&writer, buffer_text(&replay->keys));
        json_key(&writer, "digest_is_wrong");
        json_flag(&writer, replay->is_digest_wrong);
        json_key(&writer, "other_rulebook");
        json_flag(&writer, replay->is_other_rulebook);
        json_key(&writer, "verdict");
        json_text(&writer, replay->verdict);
        json_key(&writer, "verdict_again");
        json_text(&writer, replay->verdict_again);
        json_key(&writer, "findings_gone");
        json_text(&writer, buffer_text(&replay->rules_gone));
        json_key(&writer, "findings_new");
        json_text(&writer, buffer_text(&replay->rules_new));
    }
    if (replay->outcome == REPLAY_UNREADABLE) {
        json_key(&writer, "error");
        json_text(&writer, buffer_text(&replay->error));
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add(&replaying->output, "\n", 1);
}

static enum status replay_one(struct replaying *replaying, struct text line, uint64_t number)
{
    TRY(replay_line(&replaying->replay, line, number));
    replaying->different_count += replaying->replay.outcome == REPLAY_DIFFERS;
    replaying->unreadable_count += replaying->replay.outcome == REPLAY_UNREADABLE;
    if (replaying->is_json)
        report_json(replaying);
    else
        report_text(replaying);
    return replaying->output.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status replay_block(struct replaying *replaying, const struct line_block *block)
{
    struct text rest = { block->bytes, block->length };
    struct text line;

    buffer_clear(&replaying->output);
    if (block->is_too_long)
        TRY(replay_one(replaying, (struct text){ "", 0 }, block->first_line));
    for (uint64_t number = block->first_line; !block->is_too_long && line_cut(&rest, &line);
         number++)
        if (!line_is_blank(line))
            TRY(replay_one(replaying, line, number));
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
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof(reason));

    if (status == STATUS_NO_MEMORY)
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
    else if (status == STATUS_WRITE_FAILED)
        terminal_complain(language, MESSAGE_CANNOT_WRITE,
                          (struct message_arguments){ { "standard output", text } });
    else
        terminal_complain(language, MESSAGE_CANNOT_READ,
                          (struct message_arguments){ { replaying->invocation->operand, text } });
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

static enum exit_status run(const struct invocation *invocation)
{
    bool is_standard = strcmp(invocation->operand, "-") == 0;
    struct replaying *replaying = memory_new(1, sizeof(*replaying));
    int file = is_standard ? STDIN_FILENO : open(invocation->operand, O_RDONLY | O_CLOEXEC);
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (replaying == NULL) {
        terminal_complain(invocation->language, MESSAGE_OUT_OF_MEMORY,
                          (struct message_arguments){ { NULL } });
    } else {
        replaying->invocation = invocation;
        replaying->is_json = invocation->values[OPTION_JSON] != NULL || isatty(STDOUT_FILENO) != 1;
        exit =
            file < 0 ? complain(replaying, STATUS_READ_FAILED) : replay_decisions(replaying, file);
    }
    memory_free(replaying);
    if (file > STDIN_FILENO)
        (void)close(file);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write JSON lines even on a terminal",
                          "écrire des lignes JSON même sur un terminal" } } },
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
