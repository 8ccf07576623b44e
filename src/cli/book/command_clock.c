/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "engine/clock.h"

enum {
    OPTION_SET,
    OPTION_ADVANCE,
    OPTION_JSON,
    OPTION_DB
};

static const char *const unit_words[] = { "days", "months", NULL };

/* "30" with "days" behind it, or both in one: "30 days". */
static bool parse_advance(const char *typed, const char *operand, struct clock_move *out_move)
{
    size_t digits = strspn(typed, "0123456789");
    const char *unit = typed + digits + strspn(typed + digits, " ");

    *out_move = (struct clock_move){ 0 };
    for (size_t i = 0; i < digits && out_move->count <= CLOCK_COUNT_MAX; i++)
        out_move->count = out_move->count * 10 + (unsigned)(typed[i] - '0');
    if (out_move->count == 0 || out_move->count > CLOCK_COUNT_MAX)
        return false;
    if (*unit == '\0' && operand != NULL)
        unit = operand;
    else if (operand != NULL)
        return false;
    out_move->kind = strncmp(unit, "day", 3) == 0 ? CLOCK_BY_DAYS : CLOCK_BY_MONTHS;
    return strcmp(unit, "days") == 0 || strcmp(unit, "day") == 0 || strcmp(unit, "months") == 0 ||
           strcmp(unit, "month") == 0;
}

/* False: complained. */
static bool read_move(const struct invocation *invocation, struct clock_move *out_move)
{
    const char *set = invocation->values[OPTION_SET];
    const char *advance = invocation->values[OPTION_ADVANCE];

    *out_move = (struct clock_move){ .kind = CLOCK_TO_DAY };
    if (set != NULL && advance != NULL) {
        terminal_complain(invocation->language, MESSAGE_EXCLUSIVE_OPTIONS,
                          (struct message_arguments){ { "--set", "--advance" } });
        return false;
    }
    if (invocation->operand != NULL && advance == NULL) {
        terminal_complain(invocation->language, MESSAGE_TOO_MANY_OPERANDS,
                          (struct message_arguments){ { invocation->operand } });
        return false;
    }
    if (set != NULL)
        return day_option_read(invocation->language, "--set", set, &out_move->day);
    if (advance == NULL || parse_advance(advance, invocation->operand, out_move))
        return true;
    terminal_complain(invocation->language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { "--advance", advance } });
    terminal_hint(invocation->language, MESSAGE_ADVANCE_IS, (struct message_arguments){ { NULL } });
    return false;
}

static enum exit_status tell(const struct invocation *invocation, const struct clock *clock)
{
    enum message message = clock->is_sandbox ? MESSAGE_CLOCK_SANDBOX : MESSAGE_CLOCK_SYSTEM;
    unsigned minutes = (unsigned)(((clock->now / 60000) % 1440 + 1440) % 1440);
    struct buffer buffer = { 0 };
    char day[DATE_LENGTH + 1];
    char hour[8];

    date_format(clock->today, day);
    (void)snprintf(hour, sizeof(hour), "%02u:%02u", minutes / 60 % 24, minutes % 60);
    if (invocation->values[OPTION_JSON] != NULL) {
        clock_write_json(&buffer, clock);
    } else {
        message_write(&buffer, message, invocation->language,
                      (struct message_arguments){ { day, hour } });
    }
    buffer_add_string(&buffer, "\n");
    return manual_print(&buffer, invocation->language);
}

static enum exit_status run(const struct invocation *invocation)
{
    bool moves =
        invocation->values[OPTION_SET] != NULL || invocation->values[OPTION_ADVANCE] != NULL;
    enum exit_status exit = EXIT_NOTHING_DONE;
    enum status status = STATUS_OK;
    struct fault fault = { 0 };
    struct store *store = NULL;
    struct clock_move move;
    struct clock clock = { 0 };

    if (!read_move(invocation, &move))
        return EXIT_NOTHING_DONE;
    store = db_option_open(invocation->language, invocation->values[OPTION_DB],
                           moves ? STORE_WRITE : STORE_READ, &exit);
    if (store == NULL)
        return exit;
    status = moves ? clock_move(store, &move, &clock, &fault) : clock_read(store, &clock, &fault);
    store->close(store);
    return status == STATUS_OK ? tell(invocation, &clock)
                               : fault_complain(invocation->language, &fault);
}

static const struct option_row options[] = {
    [OPTION_SET] = { "set",
                     { { "DATE", "DATE" } },
                     NULL,
                     { { "move the clock of a sandbox to the day, as YYYY-MM-DD",
                         "déplacer l'horloge d'un bac à sable au jour, AAAA-MM-JJ" } } },
    [OPTION_ADVANCE] = { "advance",
                         { { "N", "N" } },
                         NULL,
                         { { "move it so many days or months ahead, as UNIT says; a month leads to "
                             "the same day, or the month's last",
                             "l'avancer d'autant de jours (days) ou de mois (months), selon "
                             "UNITÉ ; un mois mène au même jour, ou au dernier du mois" } } },
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the clock was told, and moved if that was asked",
          "l'horloge a été indiquée, et déplacée si c'était demandé" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, no sandbox, a day before the book's",
          "rien n'a été fait : options fausses, pas de registre, pas un bac à sable, jour avant "
          "celui du registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Tells the book's day, by which acts are dated. That of a production book is the system's, "
    "in UTC, and cannot be moved. That of a sandbox can, forward only, so that nothing that "
    "was done comes to lie in the future: to a day, or so many UNIT (days or months) ahead.";

static const char description_fr[] =
    "Dit le jour du registre, qui date les actes. Celui d'un registre de production est celui "
    "du système, en UTC, et ne peut être déplacé. Celui d'un bac à sable peut l'être, vers "
    "l'avant seulement, pour que rien de ce qui fut fait ne se trouve dans l'avenir : à un "
    "jour, ou d'autant d'UNITÉ (days ou months).";

const struct command command_clock = {
    .name = "clock",
    .operand = { { "UNIT", "UNITÉ" } },
    .operand_is_optional = true,
    .operand_words = unit_words,
    .summary = { { "tell the day of a book, or move the clock of a sandbox",
                   "dire le jour d'un registre, ou déplacer l'horloge d'un bac à sable" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval clock --db sqlite:trial.db\n"
                "aval clock --db sqlite:trial.db --advance 3 months",
    .run = run,
};
