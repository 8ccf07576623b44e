/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain WORLD [en|fr]
 *
 * May the reseller Birch of the sample program sell to Dala without a provider? Prints every rule
 * that stands against it, in words, and the statements of the article behind it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <aval/aval.h>

static void explain(struct aval_finding finding, enum aval_language language)
{
    char name[AVAL_FINDING_BYTES_MAX];
    char message[AVAL_FINDING_BYTES_MAX];
    char ids[64];
    char *rest = NULL;

    aval_finding_name(finding, name, sizeof(name));
    aval_finding_message(finding, language, message, sizeof(message));
    printf("%s\n  %s\n", name, message);
    snprintf(ids, sizeof(ids), "%s", aval_rule_statements(finding.rule));
    for (const char *id = strtok_r(ids, " ", &rest); id != NULL; id = strtok_r(NULL, " ", &rest)) {
        const char *text = aval_statement_text(id, language);

        if (text != NULL)
            printf("  %s: %s\n", id, text);
    }
}

int main(int argument_count, char **arguments)
{
    enum aval_language language = AVAL_ENGLISH;
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;
    struct aval_decision decision;
    aval_problems *problems = NULL;
    aval_world *world = NULL;
    enum aval_status status = AVAL_OK;

    if (argument_count < 2) {
        fprintf(stderr, "usage: explain WORLD [en|fr]\n");
        return EXIT_FAILURE;
    }
    if (argument_count > 2 && strcmp(arguments[2], "fr") == 0)
        language = AVAL_FRENCH;
    problems = aval_problems_new(language);

    proposal.act = "place_order";
    proposal.date = "2020-05-12";
    proposal.seller = "2b12c400-0000-4000-8000-000000000001";
    proposal.customer = "cda1a000-0000-4000-8000-000000000001";
    proposal.offer = "OFFICE-PREM";
    proposal.quantity = "40";

    status = aval_world_open(arguments[1], problems, &world);
    if (status == AVAL_OK)
        status = aval_judge(world, AVAL_PROGRAMME, &proposal, problems, &decision);
    if (status != AVAL_OK) {
        fprintf(stderr, "%s\n", aval_problems_text(problems));
    } else if (decision.finding_count == 0) {
        printf("supported\n");
    } else {
        printf("not supported\n");
        for (unsigned i = 0; i < decision.finding_count; i++)
            explain(decision.findings[i], language);
    }
    aval_world_close(world);
    aval_problems_free(problems);
    return status == AVAL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
