/* SPDX-License-Identifier: Apache-2.0 */
/*
 * change
 *
 * A world in memory, whose facts come and go while another thread judges by it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <aval/aval.h>

#define PARTNER "11111111-0000-4000-8000-000000000001"
#define CUSTOMER "c2222222-0000-4000-8000-000000000001"

static const char facts[] =
    "{\"type\":\"organization\",\"id\":\"ash\",\"name\":\"Ash Cloud\",\"country\":\"DE\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" PARTNER "\",\"domain\":\"ash.example\","
    "\"organization\":\"ash\",\"country\":\"DE\",\"kind\":\"partner\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" CUSTOMER "\",\"domain\":\"use.ash.example\","
    "\"organization\":\"ash\",\"country\":\"DE\",\"kind\":\"customer\"}\n";

static const char enrollment[] = "{\"type\":\"enrollment\",\"tenant\":\"" PARTNER "\","
                                 "\"role\":\"indirect_reseller\",\"status\":\"active\"}";

static struct {
    aval_world *world;
    struct aval_request request;
    atomic_bool is_over;
} shared;

/* Judges the same request again and again: no call waits for a change. */
static void *keep_judging(void *unused)
{
    struct aval_decision decision;
    unsigned long failure_count = 0;

    (void)unused;
    while (!atomic_load(&shared.is_over))
        if (aval_judge_request(shared.world, AVAL_PROGRAMME, &shared.request, &decision) != AVAL_OK)
            failure_count++;
    printf("%lu failures beside the changes\n", failure_count);
    return NULL;
}

static void say(const char *when)
{
    struct aval_decision decision;

    if (aval_judge_request(shared.world, AVAL_PROGRAMME, &shared.request, &decision) == AVAL_OK)
        printf("%s: %s\n", when, decision.finding_count == 0 ? "supported" : "not supported");
}

int main(void)
{
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;
    pthread_t judge;

    proposal.act = "engage_partner";
    proposal.date = "2020-05-12";
    proposal.partner = PARTNER;
    proposal.customer = CUSTOMER;
    if (aval_world_open_bytes("facts", facts, sizeof(facts) - 1, NULL, &shared.world) != AVAL_OK ||
        aval_resolve(shared.world, &proposal, NULL, &shared.request) != AVAL_OK ||
        pthread_create(&judge, NULL, keep_judging, NULL) != 0)
        return EXIT_FAILURE;
    say("before it is enrolled");
    if (aval_world_add(shared.world, enrollment, NULL) == AVAL_OK)
        say("enrolled");
    if (aval_world_remove(shared.world, enrollment, NULL) == AVAL_OK)
        say("no longer");
    atomic_store(&shared.is_over, 1);
    pthread_join(judge, NULL);
    aval_world_close(shared.world);
    return EXIT_SUCCESS;
}
