/* SPDX-License-Identifier: Apache-2.0 */
/*
 * way_forward WORLD
 *
 * Why may the reseller Birch of the sample program not sell to Dala without a provider, and what
 * would help? Prints the decision in full form, whether it comes out the same from its dossier
 * alone, and through whom Dala can be supplied: a line of JSON each.
 */
#include <stdio.h>
#include <stdlib.h>

#include <aval/aval.h>

#define BIRCH "2b12c400-0000-4000-8000-000000000001"
#define DALA "cda1a000-0000-4000-8000-000000000001"

/* No answer takes more than this program is ready to give. */
#define ROOM_BYTES (16 * AVAL_FULL_BYTES_USUAL)

static char decision_bytes[ROOM_BYTES];
static char answer_bytes[ROOM_BYTES];

static enum aval_status explain(aval_world *world, aval_problems *problems,
                                struct aval_answer *decision)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;

    proposal.id = "dala";
    proposal.act = "place_order";
    proposal.date = "2020-05-12";
    proposal.seller = BIRCH;
    proposal.customer = DALA;
    return aval_explain(world, &explaining, &proposal, problems, decision);
}

static enum aval_status find_routes(aval_world *world, aval_problems *problems,
                                    struct aval_answer *answer)
{
    struct aval_routes_query query = AVAL_ROUTES_QUERY_INIT;

    query.date = "2020-05-12";
    query.customer = DALA;
    query.near_steps_max = 2;
    return aval_routes(world, &query, problems, answer);
}

int main(int argument_count, char **arguments)
{
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    struct aval_answer decision = { decision_bytes, sizeof(decision_bytes), 0 };
    struct aval_answer answer = { answer_bytes, sizeof(answer_bytes), 0 };
    struct aval_line line = { decision_bytes, 0, 1 };
    aval_world *world = NULL;
    enum aval_status status = AVAL_INVALID;

    if (argument_count == 2)
        status = aval_world_open(arguments[1], problems, &world);
    if (status == AVAL_OK)
        status = explain(world, problems, &decision);
    if (status == AVAL_OK) {
        fputs(decision.bytes, stdout);
        line.length = decision.length;
        status = aval_replay(&line, problems, &answer);
    }
    if (status == AVAL_OK) {
        fputs(answer.bytes, stdout);
        status = find_routes(world, problems, &answer);
    }
    if (status == AVAL_OK)
        fputs(answer.bytes, stdout);
    else
        fprintf(stderr, "way_forward: %s\n", aval_problems_text(problems));
    aval_world_close(world);
    aval_problems_free(problems);
    return status == AVAL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
