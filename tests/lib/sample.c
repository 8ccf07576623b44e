/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yyjson.h>

#include "exchange/proposal_line.h"
#include "exchange/world.h"

#define MEMBER(name) { #name, offsetof(struct aval_proposal, name) }
const struct member members[MEMBERS] = {
    MEMBER(id),
    MEMBER(act),
    MEMBER(date),
    MEMBER(seller),
    MEMBER(provider),
    MEMBER(reseller),
    MEMBER(partner),
    MEMBER(customer),
    MEMBER(tenant),
    MEMBER(offer),
    MEMBER(quantity),
    MEMBER(mpn_id),
    MEMBER(new_subscription),
    MEMBER(requested_by),
    MEMBER(role),
    MEMBER(capabilities),
};
#undef MEMBER

const char *member_get(const struct aval_proposal *proposal, size_t number)
{
    const char *value = NULL;

    memcpy((void *)&value, (const char *)proposal + members[number].offset, sizeof(value));
    return value;
}

void member_set(struct aval_proposal *proposal, size_t number, const char *value)
{
    memcpy((char *)proposal + members[number].offset, (const void *)&value, sizeof(value));
}

char *path_of(const char *name)
{
    const char *root = getenv("AVAL_SOURCE");
    char *path = NULL;

    assert_non_null(root);
    assert_true(asprintf(&path, "%s/%s", root, name) > 0);
    return path;
}

void write_fact(const char *template, int number, char out_fact[FACT_BYTES_MAX])
{
    size_t length = 0;

    for (; *template != '\0'; template ++) {
        assert_true(length + 5 < FACT_BYTES_MAX);
        if (*template == '#')
            length += (size_t)snprintf(out_fact + length, 5, "%04d", number % 10000);
        else
            out_fact[length++] = *template;
    }
    out_fact[length] = '\0';
}

/* The text that a member has for a JSON value; for free(). */
static char *text_of_value(yyjson_val *value)
{
    struct buffer buffer = { 0 };
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;
    char *text = NULL;

    if (yyjson_is_null(value))
        return NULL;
    if (yyjson_is_str(value))
        buffer_add_string(&buffer, yyjson_get_str(value));
    else if (yyjson_is_bool(value))
        buffer_add_string(&buffer, yyjson_get_bool(value) ? "true" : "false");
    else if (yyjson_is_int(value))
        buffer_add_format(&buffer, "%lld", (long long)yyjson_get_sint(value));
    else if (yyjson_arr_size(value) == 0)
        buffer_add_string(&buffer, "-");
    yyjson_arr_foreach (value, index, count, item) {
        buffer_add_string(&buffer, index == 0 ? "" : " ");
        buffer_add_string(&buffer, yyjson_get_str(item));
    }
    buffer_add(&buffer, "", 1);
    text = strdup(buffer.bytes);
    buffer_done(&buffer);
    return text;
}

static struct aval_proposal proposal_of_object(yyjson_val *object)
{
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;

    for (size_t i = 0; i < MEMBERS; i++) {
        yyjson_val *value = yyjson_obj_get(object, members[i].name);

        if (value != NULL)
            member_set(&proposal, i, text_of_value(value));
    }
    return proposal;
}

struct aval_proposal proposal_of_line(const char *line)
{
    yyjson_doc *document = yyjson_read(line, strlen(line), 0);
    struct aval_proposal proposal = proposal_of_object(yyjson_doc_get_root(document));

    yyjson_doc_free(document);
    return proposal;
}

void proposal_free(struct aval_proposal *proposal)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        char *value = NULL;

        memcpy((void *)&value, (const char *)proposal + members[i].offset, sizeof(value));
        free(value);
    }
}

static void add_line(struct sample *sample, char *line)
{
    struct asked *asked = NULL;

    /* Room for a power of two. */
    if ((sample->count & (sample->count - 1)) == 0)
        sample->asked = realloc(sample->asked, (sample->count * 2 + 1) * sizeof(*sample->asked));
    assert_non_null(sample->asked);
    asked = &sample->asked[sample->count++];
    *asked = (struct asked){ .line = line, .proposal = proposal_of_line(line) };
}

/* Every line of a file goes to `take`, without its end; what it gets is for free(). */
static void read_file(const char *path, struct sample *sample,
                      void (*take)(struct sample *sample, char *line, size_t number))
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = 0;

    assert_non_null(file);
    for (size_t number = 0; (length = getline(&line, &capacity, file)) > 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        take(sample, line, number);
        line = NULL;
        capacity = 0;
    }
    free(line);
    (void)fclose(file);
}

static void take_question(struct sample *sample, char *line, size_t number)
{
    yyjson_doc *document = yyjson_read(line, strlen(line), 0);
    yyjson_val *proposal = yyjson_obj_get(yyjson_doc_get_root(document), "proposal");

    (void)number;
    assert_non_null(proposal);
    add_line(sample, yyjson_val_write(proposal, 0, NULL));
    yyjson_doc_free(document);
    free(line);
}

/* What the core answers, as `aval check` does. */
static void answer(struct sample *sample, enum profile profile)
{
    struct world_source source = { .path = sample->world_path };
    struct buffer buffer = { 0 };
    struct book *book = NULL;
    struct line_judge *judge = calloc(1, sizeof(*judge));
    struct line_outcome *outcome = calloc(1, sizeof(*outcome));

    assert_int_equal(world_read(&source, &buffer, &book), STATUS_OK);
    assert_int_equal(line_judge_init(judge, book, (struct terms){ profile, 0 }, LANGUAGE_EN),
                     STATUS_OK);
    for (size_t i = 0; i < sample->count; i++) {
        struct asked *asked = &sample->asked[i];

        buffer_clear(&buffer);
        assert_int_equal(line_judge_line(judge, text_of(asked->line), i + 1, outcome), STATUS_OK);
        outcome_write_json(&buffer, outcome);
        buffer_add(&buffer, "", 1);
        assert_int_equal(outcome->error.length, 0);
        asked->answers[profile] = strdup(buffer.bytes);
    }
    buffer_done(&buffer);
    line_judge_done(judge);
    book_free(book);
    free(outcome);
    free(judge);
}

struct sample *sample_new(void)
{
    struct sample *sample = calloc(1, sizeof(*sample));
    char *questions = path_of("data/sample/questions.ndjson");

    sample->world_path = path_of("data/sample/world.ndjson");
    read_file(questions, sample, take_question);
    answer(sample, PROFILE_ARTICLE);
    answer(sample, PROFILE_PROGRAMME);
    free(questions);
    return sample;
}

static void take_proposal(struct sample *sample, char *line, size_t number)
{
    (void)number;
    add_line(sample, line);
}

static void set_answer(struct asked *asked, enum aval_profile profile, char *line)
{
    assert_true(asprintf(&asked->answers[profile], "%s\n", line) > 0);
    free(line);
}

static void take_article_answer(struct sample *sample, char *line, size_t number)
{
    assert_true(number < sample->count);
    set_answer(&sample->asked[number], AVAL_ARTICLE, line);
}

static void take_programme_answer(struct sample *sample, char *line, size_t number)
{
    assert_true(number < sample->count);
    set_answer(&sample->asked[number], AVAL_PROGRAMME, line);
}

struct sample *vectors_new(void)
{
    static const struct {
        const char *name;
        void (*take)(struct sample *sample, char *line, size_t number);
    } files[] = {
        { "../shared/data/decisions/proposals.ndjson", take_proposal },
        { "../shared/data/decisions/decisions-article.ndjson", take_article_answer },
        { "../shared/data/decisions/decisions-programme.ndjson", take_programme_answer },
    };
    char *world_path = path_of("../shared/data/decisions/world.ndjson");
    struct sample *vectors = NULL;

    if (access(world_path, R_OK) != 0) {
        free(world_path);
        return NULL;
    }
    vectors = calloc(1, sizeof(*vectors));
    vectors->world_path = world_path;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char *path = path_of(files[i].name);

        read_file(path, vectors, files[i].take);
        free(path);
    }
    return vectors;
}

void sample_free(struct sample *sample)
{
    if (sample == NULL)
        return;
    for (size_t i = 0; i < sample->count; i++) {
        struct asked *asked = &sample->asked[i];

        proposal_free(&asked->proposal);
        free(asked->line);
        free(asked->answers[AVAL_ARTICLE]);
        free(asked->answers[AVAL_PROGRAMME]);
    }
    free(sample->asked);
    free(sample->world_path);
    free(sample);
}

aval_world *sample_open(const struct sample *sample)
{
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_world *world = NULL;

    if (aval_world_open(sample->world_path, problems, &world) != AVAL_OK)
        fail_msg("%s", aval_problems_text(problems));
    assert_string_equal(aval_problems_text(problems), "");
    aval_problems_free(problems);
    return world;
}

void check_decision(const struct asked *asked, enum aval_profile profile,
                    const struct aval_decision *decision)
{
    static const struct aval_finding no_findings[AVAL_FINDINGS_MAX];
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, "{\"id\":");
    buffer_add_json(&buffer, text_of(asked->proposal.id));
    buffer_add_format(&buffer, ",\"verdict\":\"%s\",\"findings\":[",
                      decision->finding_count == 0 ? "supported" : "not_supported");
    for (unsigned i = 0; i < decision->finding_count; i++) {
        char name[AVAL_FINDING_BYTES_MAX];

        assert_true(aval_finding_name(decision->findings[i], name, sizeof(name)) < sizeof(name));
        buffer_add_format(&buffer, "%s\"%s\"", i == 0 ? "" : ",", name);
    }
    buffer_add(&buffer, "]}\n", 4);
    assert_string_equal(buffer.bytes, asked->answers[profile]);
    assert_memory_equal(&decision->findings[decision->finding_count], no_findings,
                        (AVAL_FINDINGS_MAX - decision->finding_count) * sizeof(no_findings[0]));
    buffer_done(&buffer);
}
