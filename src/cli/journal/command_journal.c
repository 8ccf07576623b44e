/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "cli/terminal.h"

/* What may be asked of a journal. */
static const struct {
    const char *name;
    enum exit_status (*run)(const struct invocation *invocation);
    bool takes_position;
    bool needs_position;
} words[] = {
    { "list", journal_list, false, false },
    { "show", journal_show, true, true },
    { "head", journal_head, false, false },
    { "prove", journal_prove, true, false },
};

static const char *const word_list[] = { "list", "show", "head", "prove", NULL };

static bool check_position(const struct invocation *invocation, size_t word)
{
    const char *position = invocation->next_operand;

    if (position == NULL && words[word].needs_position)
        terminal_complain(invocation->language, MESSAGE_MISSING_OPERAND,
                          (struct message_arguments){ { "POSITION" } });
    else if (position != NULL && !words[word].takes_position)
        terminal_complain(invocation->language, MESSAGE_TOO_MANY_OPERANDS,
                          (struct message_arguments){ { position } });
    else
        return true;
    return false;
}

static enum exit_status run(const struct invocation *invocation)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].name, invocation->operand) == 0)
            return check_position(invocation, i) ? words[i].run(invocation) : EXIT_NOTHING_DONE;
    return manual_refuse_operand(invocation, "list, show, head, prove");
}

static const struct option_row options[] = {
    [JOURNAL_PARTY] = { "party",
                        { { "PARTY", "PARTIE" } },
                        NULL,
                        { { "list: only what a tenant had a part in (its id, domain or partner id)",
                            "list : seulement ce à quoi un locataire a pris part (identifiant, "
                            "domaine ou ID partenaire)" } } },
    [JOURNAL_AFTER] = { "after",
                        { { "POSITION", "POSITION" } },
                        NULL,
                        { { "list: only what stands behind that entry",
                            "list : seulement ce qui suit cette écriture" } } },
    [JOURNAL_LIMIT] = { "limit",
                        { { "COUNT", "NOMBRE" } },
                        NULL,
                        { { "list: at most so many entries",
                            "list : au plus autant d'écritures" } } },
    [JOURNAL_HEAD] = { "head",
                       { { "FILE", "FICHIER" } },
                       NULL,
                       { { "prove: that the journal goes on from the head in the file",
                           "prove : que le journal continue la tête dans le fichier" } } },
    [JOURNAL_WRITE] = { "write",
                        { { "FILE", "FICHIER" } },
                        NULL,
                        { { "head: keep it in a new file too",
                            "head : la garder aussi dans un nouveau fichier" } } },
    [JOURNAL_JSON] = { "json",
                       { { NULL, NULL } },
                       NULL,
                       { { "list, show: write JSON lines",
                           "list, show : écrire des lignes JSON" } } },
    [JOURNAL_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "it was written", "c'est écrit" } } },
    { EXIT_SOME_WRONG,
      { { "prove: the journal is not the one of the head",
          "prove : le journal n'est pas celui de la tête" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: bad options, no book, no such entry, no such head",
          "rien n'a été écrit : options fausses, pas de registre, pas de telle écriture ou "
          "tête" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "The journal has an entry for each act, allowed or refused, numbered from 1. Each is a leaf "
    "of a Merkle tree (RFC 9162), so a head of a few bytes stands for all entries up to it: keep "
    "heads where nobody who can write to the book can reach them.\n\n"
    "list shows the entries, show one with all that it has, head the signed head of now. prove "
    "writes what shows, with nothing but SHA-256, that the entry is in the journal of the head, "
    "and with --head that the journal goes on from the head that was kept.";

static const char description_fr[] =
    "Le journal a une écriture par acte, permis ou refusé, numérotée à partir de 1. Chacune est "
    "une feuille d'un arbre de Merkle (RFC 9162) : une tête de quelques octets vaut pour toutes "
    "les écritures jusqu'à elle. Gardez des têtes hors d'atteinte de qui peut écrire dans le "
    "registre."
    "\n\nlist montre les écritures, show une seule avec tout ce qu'elle a, head la tête signée du "
    "moment. prove écrit ce qui montre, avec SHA-256 pour tout outil, que l'écriture est dans le "
    "journal de la tête et, avec --head, que le journal continue la tête gardée.";

const struct command command_journal = {
    .name = "journal",
    .operand = { { "list|show|head|prove", "list|show|head|prove" } },
    .operand_words = word_list,
    .next_operand = { { "POSITION", "POSITION" } },
    .summary = { { "list and show the entries of the journal, sign heads, prove",
                   "lister et montrer les écritures du journal, signer des têtes, prouver" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval journal list --db sqlite:book.db --limit 20\n"
                "aval journal show 1 --db sqlite:book.db\n"
                "aval journal head --db sqlite:book.db --write head.json\n"
                "aval journal prove 1 --db sqlite:book.db --head head.json",
    .run = run,
};
