/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "store/verify.h"

enum {
    ENTRIES_MAX = 4096
};

static bool has_answered(const struct expectation *expectation, enum deed deed)
{
    for (size_t i = 0; i < expectation->answer_count; i++)
        if (expectation->answers[i].deed == deed)
            return true;
    return false;
}

static void add_fault(struct buffer *wrong, const char *what, const struct fault *fault)
{
    buffer_add_format(wrong, "%s: ", what);
    fault_write(wrong, fault, LANGUAGE_EN);
    buffer_add_string(wrong, "\n");
}

/* No file of the book has the name. */
static void check_erased(const char *path, struct buffer *wrong)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    static char bytes[16 << 20];

    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[512];
        FILE *file = NULL;
        size_t length = 0;

        (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        file = fopen(name, "rb");
        if (file == NULL)
            continue;
        length = fread(bytes, 1, sizeof(bytes), file);
        ASSERT(fclose(file) == 0 && length < sizeof(bytes));
        if (memmem(bytes, length, STORY_NAME, strlen(STORY_NAME)) != NULL)
            buffer_add_format(wrong, "what was erased is in book%s\n", suffixes[i]);
    }
}

/* What the journal has, by position. */
struct entries {
    struct entry_visitor visitor; /* first */
    struct merkle_hash leaves[ENTRIES_MAX];
    enum deed deeds[ENTRIES_MAX];
    uint64_t count;
    bool has_gap;
};

static enum status take_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    struct entries *entries = (struct entries *)visitor;

    ASSERT(entries->count < ENTRIES_MAX);
    entries->has_gap = entries->has_gap || entry->position != entries->count + 1;
    entries->leaves[entries->count] = entry->leaf;
    entries->deeds[entries->count] = text_is(entry->act, "import")  ? DEED_IMPORT
                                     : text_is(entry->act, "erase") ? DEED_ERASE
                                                                    : DEED_ACT;
    entries->count++;
    return STATUS_OK;
}

/* Reading all entries, as a work. */
struct entries_work {
    struct store_work work; /* first */
    struct entries *entries;
};

static enum status visit_entries(struct store_work *work, struct call *call)
{
    struct entries *entries = ((struct entries_work *)work)->entries;
    struct entry_filter all = { 0 };

    *entries = (struct entries){ .visitor = { take_entry } };
    return call->store->visit_entries(call, &all, &entries->visitor);
}

static void check_answer(const struct entries *entries, const struct answer *answer,
                         struct buffer *wrong)
{
    uint64_t place = answer->position - 1;

    if (answer->position == 0)
        return;
    if (answer->position > entries->count)
        buffer_add_format(wrong, "entry %" PRIu64 " was acknowledged and is lost\n",
                          answer->position);
    else if (entries->deeds[place] != answer->deed)
        buffer_add_format(wrong, "entry %" PRIu64 " is another deed\n", answer->position);
    else if (answer->deed == DEED_ACT &&
             memcmp(&entries->leaves[place], &answer->leaf, sizeof(answer->leaf)) != 0)
        buffer_add_format(wrong, "entry %" PRIu64 " is not what was acknowledged\n",
                          answer->position);
}

static void check_entries(struct store *store, const struct expectation *expectation,
                          struct buffer *wrong)
{
    static struct entries entries;
    struct entries_work work = { { visit_entries }, &entries };
    struct fault fault = { 0 };

    if (store->read(store, &work.work, &fault) != STATUS_OK) {
        add_fault(wrong, "its journal cannot be read", &fault);
        return;
    }
    if (entries.has_gap)
        buffer_add_string(wrong, "the journal has a gap\n");
    for (size_t i = 0; i < expectation->answer_count; i++)
        check_answer(&entries, &expectation->answers[i], wrong);
    if (entries.count > expectation->asked_count)
        buffer_add_format(wrong, "%" PRIu64 " entries, and only %" PRIu64 " were asked for\n",
                          entries.count, expectation->asked_count);
}

/* Told by the verification. */
struct verify_listener {
    struct verify_sink sink; /* first */
    struct buffer *wrong;
};

static void begin(struct verify_sink *sink)
{
    (void)sink;
}

static void report(struct verify_sink *sink, const struct verify_finding *finding)
{
    buffer_add_format(((struct verify_listener *)sink)->wrong,
                      "verify: finding %d at entry %" PRIu64 " (%.*s)\n", (int)finding->kind,
                      finding->position, (int)finding->what.length, finding->what.bytes);
}

static bool go_on(struct verify_sink *sink, uint64_t entry_count)
{
    (void)sink;
    (void)entry_count;
    return true;
}

static void check_verifies(struct store *store, const struct journal_head *head,
                           struct buffer *wrong)
{
    struct verify_listener listener = { { begin, report, go_on }, wrong };
    struct verify_request request = { head, LANGUAGE_EN, &listener.sink };
    struct verify_report found;
    struct fault fault = { 0 };

    if (store_verify(store, &request, &fault, &found) != STATUS_OK)
        add_fault(wrong, "it cannot be verified", &fault);
}

/* What a new act is answered goes into the same lines. */
struct act_audience {
    struct audience audience; /* first */
    struct buffer *wrong;
    unsigned answer_count;
};

static void ignore_asked(struct audience *audience)
{
    (void)audience;
}

static void count_answer(struct audience *audience, const struct answer *answer)
{
    ((struct act_audience *)audience)->answer_count += answer->position > 0 ? 1 : 0;
}

static void note_failure(struct audience *audience, const struct fault *fault)
{
    add_fault(((struct act_audience *)audience)->wrong, "a new act", fault);
}

static void ignore_head(struct audience *audience, const struct journal_head *head)
{
    (void)audience;
    (void)head;
}

static void check_goes_on(struct store *store, struct buffer *wrong)
{
    struct act_audience act = {
        { ignore_asked, count_answer, note_failure, ignore_head, note_failure }, wrong, 0
    };
    struct story story = { .audience = &act.audience, .store = store, .number = 1000000 };

    story_register(&story, NULL);
    if (act.answer_count != 1)
        buffer_add_string(wrong, "a new act is not carried out\n");
}

void check_book(const char *path, const struct expectation *expectation, struct buffer *wrong)
{
    bool is_made = has_answered(expectation, DEED_MAKE);
    struct store *store = NULL;
    struct fault fault = { 0 };

    if (has_answered(expectation, DEED_ERASE))
        check_erased(path, wrong);
    if (!is_made && access(path, F_OK) != 0) {
        if (store_open(path, STORE_CREATE, &fault, &store) != STATUS_OK)
            add_fault(wrong, "it cannot be made", &fault);
    } else if (store_open(path, STORE_MIGRATE, &fault, &store) != STATUS_OK) {
        add_fault(wrong, "it does not open", &fault);
    }
    if (store == NULL)
        return;
    check_entries(store, expectation, wrong);
    check_goes_on(store, wrong);
    check_verifies(store, expectation->head, wrong);
    store->close(store);
}
