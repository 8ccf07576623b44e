/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/trial.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "engine/act_line.h"
#include "exchange/fact_shape.h"
#include "store/store.h"
#include "unit/small_world.h"

enum {
    WORDS_MAX = 16,
    LINE_BYTES_MAX = 2048
};

/* Its number in ASCII, and then always the same. */
guid trial_guid(char letter)
{
    guid id = { (uint64_t)(unsigned char)letter << 32 | UINT64_C(0x4000), UINT64_C(0x8) << 60 };

    return id;
}

static void write_guid(const struct trial *trial, struct buffer *buffer, char letter)
{
    char text[GUID_LENGTH + 1];
    bool is_digit = letter >= '0' && letter <= '9';

    guid_format(is_digit ? trial->named[letter - '0'] : trial_guid(letter), text);
    buffer_add_string(buffer, text);
}

/* Puts the GUID of its letter for every "@p", and the token for "$"; a NUL ends it. */
static void write_out(const struct trial *trial, struct buffer *buffer, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '@')
            write_guid(trial, buffer, *++text);
        else if (*text == '$')
            buffer_add_string(buffer, trial->token);
        else
            buffer_add(buffer, text, 1);
    }
    buffer_add(buffer, "", 1);
    assert_false(buffer->has_failed);
}

static char letter_of(const struct trial *trial, guid id)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

    for (size_t digit = 0; digit < COUNT_OF(trial->named); digit++)
        if (guid_equal(id, trial->named[digit]))
            return "0123456789"[digit];
    for (const char *letter = letters; *letter != '\0'; letter++)
        if (guid_equal(id, trial_guid(*letter)))
            return *letter;
    return '?';
}

static bool begins_with(struct text text, const char *start)
{
    size_t length = strlen(start);

    return length > 0 && text.length >= length && memcmp(text.bytes, start, length) == 0;
}

/* Puts what is short for a GUID, token or hash at the text's beginning; gives its length. */
static size_t write_shorter(const struct trial *trial, struct buffer *buffer, struct text text)
{
    guid id;

    if (text.length >= GUID_LENGTH && guid_parse(text_at(text.bytes, GUID_LENGTH), &id)) {
        buffer_add_format(buffer, "@%c", letter_of(trial, id));
        return GUID_LENGTH;
    }
    if (begins_with(text, trial->token)) {
        buffer_add_string(buffer, "$");
        return strlen(trial->token);
    }
    if (begins_with(text, trial->hash)) {
        buffer_add_string(buffer, "#");
        return strlen(trial->hash);
    }
    return 0;
}

/* Puts "@p" for the GUID of p, "@?" for any other, and leaves out quotation marks. */
static void write_short(const struct trial *trial, struct buffer *buffer, struct text text)
{
    for (size_t i = 0; i < text.length;) {
        size_t length = write_shorter(trial, buffer, text_at(text.bytes + i, text.length - i));

        if (length == 0 && text.bytes[i] != '"')
            buffer_add(buffer, text.bytes + i, 1);
        i += length > 0 ? length : 1;
    }
}

/* Keeps the token that the notes tell, and its hash. */
static void keep_token(struct trial *trial)
{
    static const char key[] = "token: ";
    unsigned char hash[crypto_hash_sha256_BYTES];
    const char *at = strstr(trial->notes.bytes, key);
    size_t length = 0;

    if (at == NULL)
        return;
    at += sizeof(key) - 1;
    length = strcspn(at, "\n");
    assert_true(length > 0 && length < sizeof(trial->token));
    (void)snprintf(trial->token, sizeof(trial->token), "%.*s", (int)length, at);
    (void)crypto_hash_sha256(hash, (const unsigned char *)at, length);
    (void)sodium_bin2hex(trial->hash, sizeof(trial->hash), hash, sizeof(hash));
}

void trial_name(struct trial *trial, char digit, const char *key)
{
    const char *at = trial->notes.bytes;
    size_t length = strlen(key);

    assert_true(digit >= '0' && digit <= '9');
    while (*at != '\0' && (strncmp(at, key, length) != 0 || at[length] != ':'))
        at += strcspn(at, "\n") + 1;
    if (*at == '\0')
        fail_msg("the last act told no %s: %s", key, trial->said.bytes);
    assert_true(guid_parse(text_at(at + length + 2, GUID_LENGTH), &trial->named[digit - '0']));
}

/* A record in short text: its first word, and the fields after it. */
struct record_text {
    struct buffer room;
    char *words[WORDS_MAX];
    unsigned word_count;
};

static void part_words(const struct trial *trial, struct record_text *record, const char *text)
{
    char *rest = NULL;
    char *word = NULL;

    write_out(trial, &record->room, text);
    for (word = strtok_r(record->room.bytes, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        assert_true(record->word_count < WORDS_MAX);
        record->words[record->word_count++] = word;
    }
    assert_true(record->word_count > 0);
}

static void refuse_problem(struct problem_sink *sink, const struct problem *problem)
{
    struct buffer told = { 0 };

    (void)sink;
    problem_write(&told, problem, LANGUAGE_EN);
    fail_msg("%.*s", (int)told.length, told.bytes);
}

/* Reads "name=value" words into the struct of the shape. */
static void read_fields(const struct record_text *record, const struct shape *shape,
                        struct shape_reading *reading, void *out)
{
    static struct problem_sink sink = { refuse_problem };

    reading->sink = &sink;
    reading->line = 1;
    reading->present = 0;
    for (unsigned i = 1; i < record->word_count; i++) {
        char *value = strchr(record->words[i], '=');
        unsigned field = 0;

        assert_non_null(value);
        field =
            shape_find_field(shape, text_at(record->words[i], (size_t)(value - record->words[i])));
        assert_true(field < shape->field_count);
        for (char *at = value; *at != '\0'; at++)
            *at = *at == ',' ? ' ' : *at;
        assert_int_equal(shape_read_cell(shape, field, text_of(value + 1), reading, out),
                         STATUS_OK);
    }
    assert_int_equal(shape_check_present(shape, reading), STATUS_OK);
}

/* Facts, and the clock's offset: what a test puts into its book. */
struct filling {
    struct store_work work;
    const struct trial *trial;
    const char *facts;
    int64_t offset_seconds;
};

static enum status add_fact(const struct trial *trial, struct call *call, const char *line)
{
    struct record_text record = { 0 };
    struct shape_reading reading;
    unsigned type = 0;
    struct fact fact;
    enum status status = STATUS_OK;

    part_words(trial, &record, line);
    assert_true(words_find(&fact_type_words, text_of(record.words[0]), &type));
    fact = fact_begin((enum fact_type)type);
    read_fields(&record, &fact_shapes[type], &reading, &fact);
    status = call->store->add(call, &fact);
    buffer_done(&record.room);
    return status;
}

static enum status fill(struct store_work *work, struct call *call)
{
    const char *at = ((struct filling *)work)->facts;
    struct text offset =
        arena_format(&call->arena, "%" PRId64, ((struct filling *)work)->offset_seconds);

    TRY(call->store->set(call, SETTING_IS_SANDBOX, TEXT("yes")));
    TRY(call->store->set(call, SETTING_CLOCK_OFFSET, offset));
    while (at != NULL && *at != '\0') {
        const char *end = strchr(at, '\n');
        char line[LINE_BYTES_MAX];

        assert_non_null(end);
        assert_true((size_t)(end - at) < sizeof(line));
        (void)snprintf(line, sizeof(line), "%.*s", (int)(end - at), at);
        TRY(add_fact(((struct filling *)work)->trial, call, line));
        at = end + 1;
    }
    return STATUS_OK;
}

static void put_in(struct trial *trial, const char *day, const char *facts)
{
    struct filling filling = { .work = { fill }, .trial = trial, .facts = facts };
    struct fault fault = { 0 };
    struct buffer said = { 0 };
    date on;

    assert_true(date_parse(text_of(day), &on));
    filling.offset_seconds = (int64_t)on.day * 86400 + 43200 - (int64_t)time(NULL);
    if (trial->store->write(trial->store, &filling.work, &fault) != STATUS_OK) {
        fault_write(&said, &fault, LANGUAGE_EN);
        fail_msg("%.*s", (int)said.length, said.bytes);
    }
}

void trial_begin(struct trial *trial, const char *day, const char *facts)
{
    char path[sizeof(trial->folder) + 16];
    struct fault fault = { 0 };

    *trial = (struct trial){ 0 };
    folder_begin(trial->folder);
    (void)snprintf(path, sizeof(path), "sqlite:%s/book", trial->folder);
    assert_int_equal(store_open(path, STORE_CREATE, &fault, &trial->store), STATUS_OK);
    put_in(trial, day, facts);
}

void trial_end(struct trial *trial)
{
    trial->store->close(trial->store);
    buffer_done(&trial->said);
    buffer_done(&trial->notes);
    buffer_done(&trial->facts);
    folder_end(trial->folder);
}

void trial_set_day(struct trial *trial, const char *day)
{
    put_in(trial, day, NULL);
}

/* Notes the findings of each decision. */
struct findings_observer {
    struct act_observer observer;
    struct buffer names;
};

static void forget(struct act_observer *observer)
{
    buffer_clear(&((struct findings_observer *)observer)->names);
}

static void note_findings(struct act_observer *observer, const struct full *full, bool is_redacted)
{
    (void)is_redacted;

    struct buffer *names = &((struct findings_observer *)observer)->names;

    (void)is_redacted;
    for (unsigned i = 0; i < full->decision.finding_count; i++) {
        buffer_add_string(names, " ");
        finding_write_name(names, full->decision.findings[i]);
    }
}

static void say(struct trial *trial, const struct act_answer *answer, enum status status,
                struct text findings)
{
    struct buffer said = { 0 };

    if (status != STATUS_OK) {
        assert_int_equal(status, fault_status(answer->fault.kind));
        buffer_add_format(&said, "%s: ", fault_name(answer->fault.kind));
        fault_write(&said, &answer->fault, LANGUAGE_EN);
    } else {
        struct text notes = buffer_text(&answer->notes);

        buffer_add_string(&said, outcome_words.list[answer->outcome]);
        buffer_add_text(&said, findings);
        for (size_t i = 0; i < notes.length; i++)
            if (i == 0 || notes.bytes[i - 1] == '\n')
                buffer_add_format(&said, " %.*s", (int)strcspn(notes.bytes + i, "\n"),
                                  notes.bytes + i);
    }
    buffer_clear(&trial->notes);
    buffer_add_text(&trial->notes, buffer_text(&answer->notes));
    buffer_add(&trial->notes, "", 1);
    keep_token(trial);
    trial->fault = answer->fault.kind;
    buffer_clear(&trial->said);
    write_short(trial, &trial->said, buffer_text(&said));
    buffer_add(&trial->said, "", 1);
    buffer_done(&said);
}

static struct principal principal_of(const struct trial *trial, const char *as)
{
    struct record_text record = { 0 };
    const char *colon = strchr(as, ':');
    struct principal principal = { 0 };
    struct text tenant;

    if (colon == NULL) {
        assert_true(principal_parse(text_of(as), &tenant, &principal.role));
        return principal;
    }
    part_words(trial, &record, as);
    {
        unsigned role = 0;

        assert_true(words_find(&principal_role_words, text_at(as, (size_t)(colon - as)), &role));
        principal.role = (enum principal_role)role;
        assert_true(guid_parse(text_of(strchr(record.words[0], ':') + 1), &principal.tenant));
    }
    buffer_done(&record.room);
    return principal;
}

static enum status perform(struct trial *trial, struct principal principal, const char *act,
                           bool is_dry_run)
{
    struct findings_observer observer = { .observer = { forget, note_findings } };
    struct record_text record = { 0 };
    struct shape_reading reading;
    struct act_request request = { .principal = principal,
                                   .input = act_input_begin(),
                                   .on = DATE_BEFORE_ALL,
                                   .is_dry_run = is_dry_run,
                                   .observer = &observer.observer };
    struct act_answer answer;
    enum status status = STATUS_OK;

    part_words(trial, &record, act);
    request.use_case = use_case_find(text_of(record.words[0]));
    assert_non_null(request.use_case);
    read_fields(&record, request.use_case->shape, &reading, &request.input);
    status = engine_act(trial->store, &request, &answer);
    say(trial, &answer, status, buffer_text(&observer.names));
    act_answer_done(&answer);
    buffer_done(&observer.names);
    buffer_done(&record.room);
    return status;
}

const char *trial_act(struct trial *trial, const char *as, const char *act)
{
    (void)perform(trial, principal_of(trial, as), act, false);
    return trial->said.bytes;
}

const char *trial_dry_run(struct trial *trial, const char *as, const char *act)
{
    (void)perform(trial, principal_of(trial, as), act, true);
    return trial->said.bytes;
}

/* Writes each fact of a type down. */
struct fact_lister {
    struct store_work work;
    struct row_visitor visitor;
    const struct trial *trial;
    struct buffer *facts;
    enum fact_type type;
};

static enum status list_fact(struct row_visitor *visitor, const struct row *row)
{
    void *around = (char *)visitor - offsetof(struct fact_lister, visitor);
    struct fact_lister *lister = around;
    struct buffer line = { 0 };

    fact_write_line(&line, &row->fact);
    write_short(lister->trial, lister->facts, buffer_text(&line));
    buffer_done(&line);
    return STATUS_OK;
}

static enum status list_facts(struct store_work *work, struct call *call)
{
    struct fact_lister *lister = (struct fact_lister *)work;

    buffer_clear(lister->facts);
    return call->store->visit(call, lister->type, &lister->visitor);
}

const char *trial_facts(struct trial *trial, enum fact_type type)
{
    struct fact_lister lister = {
        .work = { list_facts },
        .visitor = { list_fact },
        .trial = trial,
        .facts = &trial->facts,
        .type = type,
    };

    trial_read(trial, &lister.work);
    buffer_add(&trial->facts, "", 1);
    return trial->facts.bytes;
}

void trial_read(struct trial *trial, struct store_work *work)
{
    struct fault fault = { 0 };

    assert_int_equal(trial->store->read(trial->store, work, &fault), STATUS_OK);
}

/* Whether the last act was forbidden, or what it is about hidden. */
static bool was_kept_away(const struct trial *trial, const char *act)
{
    const struct use_case *use_case = use_case_find(text_at(act, strcspn(act, " ")));

    return trial->fault == FAULT_FORBIDDEN ||
           (trial->fault != FAULT_NONE && trial->fault == use_case->hidden_as);
}

const char *trial_permitted(struct trial *trial, const char *act, const char *tenants)
{
    struct buffer permitted = { 0 };
    struct principal principal = { 0 };

    for (unsigned role = 0; role < PRINCIPAL_ROLE_COUNT; role++) {
        principal.role = (enum principal_role)role;
        for (const char *at = tenants; *at != '\0'; at += 2) {
            bool is_vendors = principal_role_is_vendors(principal.role);

            if (is_vendors && at > tenants)
                continue;
            principal.tenant = is_vendors ? GUID_NONE : trial_guid(at[1]);
            (void)perform(trial, principal, act, true);
            if (was_kept_away(trial, act))
                continue;
            buffer_add_format(&permitted, "%s%s%s%.*s", permitted.length > 0 ? " " : "",
                              principal_role_words.list[role], is_vendors ? "" : ":",
                              is_vendors ? 0 : 2, at);
        }
    }
    buffer_clear(&trial->said);
    buffer_add_text(&trial->said, buffer_text(&permitted));
    buffer_add(&trial->said, "", 1);
    buffer_done(&permitted);
    return trial->said.bytes;
}

const char *trial_possible(struct trial *trial, const struct deed *deeds)
{
    struct buffer possible = { 0 };

    for (const struct deed *deed = deeds; deed->as != NULL; deed++) {
        enum status status = perform(trial, principal_of(trial, deed->as), deed->act, true);

        if (status == STATUS_OK)
            buffer_add_format(&possible, "%s%.*s", possible.length > 0 ? " " : "",
                              (int)strcspn(deed->act, " "), deed->act);
        else if (trial->fault != FAULT_LIFECYCLE && trial->fault != FAULT_LIFECYCLE_END)
            fail_msg("%s: %s", deed->act, trial->said.bytes);
    }
    buffer_clear(&trial->said);
    buffer_add_text(&trial->said, buffer_text(&possible));
    buffer_add(&trial->said, "", 1);
    buffer_done(&possible);
    return trial->said.bytes;
}
