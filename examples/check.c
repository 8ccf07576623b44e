/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check WORLD PROPOSALS [article|programme]
 *
 * Judges each line of a file of proposals and prints the answers, as `aval check` does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <aval/aval.h>

/* One line after the other; gives the exit status. */
static int check_lines(aval_world *world, enum aval_profile profile, FILE *proposals)
{
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };
    struct aval_line line = { NULL, 0, 0 };
    char *bytes = NULL;
    size_t capacity = 0;
    ssize_t length = 0;

    while ((length = getline(&bytes, &capacity, proposals)) >= 0) {
        enum aval_status status = AVAL_OK;

        line.bytes = bytes;
        line.length = (size_t)length;
        line.number++;
        status = aval_judge_json(world, profile, &line, &answer);
        if (status != AVAL_OK) {
            fprintf(stderr, "check: %s\n", aval_status_meaning(status, AVAL_ENGLISH));
            break;
        }
        fputs(answer.bytes, stdout);
    }
    free(bytes);
    return length < 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argument_count, char **arguments)
{
    enum aval_profile profile = AVAL_PROGRAMME;
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_world *world = NULL;
    FILE *proposals = NULL;
    int exit_status = EXIT_FAILURE;

    if (argument_count < 3 || problems == NULL) {
        fprintf(stderr, "usage: check WORLD PROPOSALS [article|programme]\n");
        return EXIT_FAILURE;
    }
    if (argument_count > 3 && strcmp(arguments[3], "article") == 0)
        profile = AVAL_ARTICLE;
    if (aval_world_open(arguments[1], problems, &world) == AVAL_OK)
        proposals = fopen(arguments[2], "r");
    else
        fprintf(stderr, "%s\n", aval_problems_text(problems));
    if (proposals != NULL)
        exit_status = check_lines(world, profile, proposals);
    else if (world != NULL)
        perror(arguments[2]);
    if (proposals != NULL)
        fclose(proposals);
    aval_world_close(world);
    aval_problems_free(problems);
    return exit_status;
}
