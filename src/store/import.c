/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world is read as for a book in memory, which finds what is wrong with it, and every fact is
 * stored as it is read. The id of a row is that of the import and the number of the line: so what
 * the tables find wrong with the further types is told with its line too.
 */
#include "store/import.h"

#include <sodium.h>
#include <string.h>

#include "base/sha256.h"
#include "engine/journal/seal.h"
#include "store/census.h"

/* A hash of what was read so far. */
struct digest {
    struct sha256 files; /* of a folder: of what there is to say of each file */
    struct sha256 file;  /* of the file */
    struct buffer name;  /* of the file in the folder */
    bool is_folder;
};

struct import {
    struct world_taker taker; /* first, so that the taker is the import */
    struct world_source source;
    struct buffer *problems;
    struct session *session;
    uint64_t first_id;
    uint64_t line_max;
    bool has_clash; /* a fact that rules read, which the reader has to tell about */
    struct digest digest;
    struct problem_sink *sink;
    struct fact_problem_sink *fact_sink;
    struct import_report report;
};

/* Told of references that name nothing. */
struct import_visitor {
    struct dangling_visitor visitor;
    struct import *import;
};

static void write_hash(struct sha256 *sha256, char out_text[SHA256_LENGTH + 1])
{
    unsigned char hash[SHA256_BYTES];

    sha256_end(sha256, hash);
    (void)sodium_bin2hex(out_text, SHA256_LENGTH + 1, hash, sizeof(hash));
}

/* Says of a file of a folder what sha256sum says: its hash and its name. */
static void end_file(struct digest *digest)
{
    char hash[SHA256_LENGTH + 1];

    if (digest->name.length == 0)
        return;
    write_hash(&digest->file, hash);
    sha256_add(&digest->files, text_of(hash));
    sha256_add(&digest->files, TEXT("  "));
    sha256_add(&digest->files, buffer_text(&digest->name));
    sha256_add(&digest->files, TEXT("\n"));
}

static void take_bytes(struct world_taker *taker, const char *file, struct text bytes)
{
    struct digest *digest = &((struct import *)taker)->digest;

    if (file != NULL && !text_equal(buffer_text(&digest->name), text_of(file))) {
        end_file(digest);
        buffer_clear(&digest->name);
        buffer_add_string(&digest->name, file);
        sha256_begin(&digest->file);
        digest->is_folder = true;
    }
    sha256_add(&digest->file, bytes);
}

static void finish_digest(struct import *import)
{
    struct digest *digest = &import->digest;

    if (digest->is_folder)
        end_file(digest);
    write_hash(digest->is_folder ? &digest->files : &digest->file, import->report.sha256);
}

/* The queries that find a fact by what it alone may be called; what rules read is the reader's. */
static const struct {
    enum fact_type type;
    const char *field;
    enum query query;
} unique_fields[] = {
    { FACT_INVITATION, "id", QUERY_INVITATION },
    { FACT_INVITATION, "token", QUERY_INVITATION_OF_TOKEN },
    { FACT_SUPPORT_CASE, "id", QUERY_SUPPORT_CASE },
    { FACT_ORDER, "id", QUERY_ORDER },
    { FACT_SUBSCRIPTION, "id", QUERY_SUBSCRIPTION },
};

static const struct field *field_of(const struct fact *fact, const char *name)
{
    const struct shape *shape = &fact_shapes[fact->type];

    return &shape->fields[shape_find_field(shape, text_of(name))];
}

/* What a GUID or text field of a fact holds, as a text. */
static struct text value_of(const struct fact *fact, const struct field *field,
                            char room[GUID_LENGTH + 1])
{
    const void *member = (const char *)fact + field->offset;

    if (field->kind != FIELD_GUID)
        return *(const struct text *)member;
    guid_format(*(const guid *)member, room);
    return text_of(room);
}

static struct query_key key_of(const struct fact *fact, const struct field *field)
{
    const void *member = (const char *)fact + field->offset;

    if (field->kind != FIELD_GUID)
        return (struct query_key){ .text = *(const struct text *)member };
    return (struct query_key){ .ids = { *(const guid *)member } };
}

/* Tells in which line the same id stands; *out_is_told: whether it stands anywhere. */
static enum status tell_duplicate(struct import *import, const struct row *row, bool *out_is_told)
{
    struct call *call = &import->session->call;
    char room[GUID_LENGTH + 1];

    *out_is_told = false;
    for (size_t i = 0; i < COUNT_OF(unique_fields) && !*out_is_told; i++) {
        const struct field *field = NULL;
        struct query_key key;
        struct row other;

        if (unique_fields[i].type != row->fact.type)
            continue;
        field = field_of(&row->fact, unique_fields[i].field);
        key = key_of(&row->fact, field);
        TRY(call_find_one(call, unique_fields[i].query, &key, &other));
        if (other.id == 0)
            continue;
        import->sink->report(import->sink,
                             &(struct problem){ .kind = PROBLEM_ID_DUPLICATE,
                                                .line = row->id - import->first_id,
                                                .other_line = other.id - import->first_id,
                                                .field = field->name,
                                                .found = value_of(&row->fact, field, room),
                                                .found_is_text = true });
        *out_is_told = true;
    }
    return STATUS_OK;
}

/* Beside what is there twice, the tables refuse whoever is related to himself. */
static enum status tell_clash(struct import *import, const struct row *row)
{
    bool is_told = false;

    TRY(tell_duplicate(import, row, &is_told));
    if (!is_told)
        import->sink->report(
            import->sink, &(struct problem){ .kind = PROBLEM_SAME_PARTY,
                                             .line = row->id - import->first_id,
                                             .field = fact_shapes[row->fact.type].fields[1].name });
    return STATUS_OK;
}

static enum status take_fact(struct world_taker *taker, const struct fact *fact, uint64_t line,
                             struct problem_sink *sink)
{
    struct import *import = (struct import *)taker;
    struct row row = { import->first_id + line, *fact };
    enum status status = import->session->functions->load(import->session, &row);

    import->report.fact_counts[fact->type]++;
    if (status != STATUS_CONFLICT || import->session->call.fault.kind != FAULT_NONE)
        return status;
    if (fact_type_is_judged(fact->type)) {
        import->has_clash = true;
        return STATUS_OK;
    }
    import->sink = sink;
    return tell_clash(import, &row);
}

static enum status take_dangling(struct dangling_visitor *visitor,
                                 const struct reference_row *reference, const struct row *row)
{
    struct import *import = ((struct import_visitor *)visitor)->import;
    struct problem_sink *sink = &import->fact_sink->sink;
    const struct field *field = field_of(&row->fact, reference->field);
    char room[GUID_LENGTH + 1];

    import->fact_sink->type = reference->type;
    sink->report(sink, &(struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                          .line = row->id - import->first_id,
                                          .field = field->name,
                                          .found = value_of(&row->fact, field, room),
                                          .found_is_text = true,
                                          .noun = reference->noun });
    import->has_clash = true;
    return STATUS_OK;
}

static enum status check_references(struct import *import)
{
    struct session *session = import->session;
    struct import_visitor visitor = { { take_dangling }, import };

    for (size_t i = 0; i < reference_count; i++)
        if (!fact_type_is_judged(reference_rows[i].type))
            TRY(session->functions->visit_dangling(session, &reference_rows[i], &visitor.visitor));
    return STATUS_OK;
}

/* What was taken: how many facts, of which bytes. */
static void write_members(struct json_writer *writer, const void *of)
{
    const struct import *import = of;
    uint64_t count = 0;

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        count += import->report.fact_counts[type];
    json_key(writer, "facts");
    json_integer(writer, (int64_t)count);
    json_key(writer, "sha256");
    json_string(writer, import->report.sha256);
}

static enum status journal(struct import *import)
{
    struct census_note note = { TEXT("import"), GUID_NONE, write_members, import };

    return census_journal(import->session, &note, &import->report.position);
}

static enum status finish(struct world_taker *taker, struct fact_problem_sink *sink)
{
    struct import *import = (struct import *)taker;

    if (import->has_clash)
        return call_fail(&import->session->call, FAULT_STORE_CONSTRAINT, import->source.path, NULL,
                         NULL);
    import->fact_sink = sink;
    TRY(check_references(import));
    /* What is wrong was told, and is the reader's to act on. */
    if (import->has_clash)
        return STATUS_OK;
    finish_digest(import);
    return journal(import);
}

/* Whoever is shown a fact says that the book is not empty. */
struct fact_refuser {
    struct row_visitor visitor;
    struct call *call;
};

static enum status refuse_fact(struct row_visitor *visitor, const struct row *row)
{
    (void)row;
    return call_fail(((struct fact_refuser *)visitor)->call, FAULT_STORE_NOT_EMPTY, NULL, NULL,
                     NULL);
}

static enum status check_empty(struct call *call)
{
    struct fact_refuser refuser = { { refuse_fact }, call };

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        TRY(call->store->visit(call, (enum fact_type)type, &refuser.visitor));
    return STATUS_OK;
}

struct import_work {
    struct store_work work;
    struct import *import;
};

static void begin(struct import *import, struct call *call)
{
    import->session = session_of(call);
    import->first_id = import->session->functions->next_id(import->session);
    import->has_clash = false;
    import->report = (struct import_report){ 0 };
    buffer_clear(import->problems);
    buffer_clear(&import->digest.name);
    import->digest.is_folder = false;
    sha256_begin(&import->digest.files);
    sha256_begin(&import->digest.file);
}

static enum status run(struct store_work *work, struct call *call)
{
    struct import *import = ((struct import_work *)work)->import;
    struct book *book = NULL;
    enum status status = STATUS_OK;

    TRY(check_empty(call));
    begin(import, call);
    status = world_read(&import->source, import->problems, &book);
    book_free(book);
    if (status == STATUS_NO_MEMORY && call->fault.kind == FAULT_NONE)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return status;
}

enum status store_import(struct store *store, const struct world_source *source,
                         struct buffer *problems, struct fault *fault,
                         struct import_report *out_report)
{
    struct import import = {
        .taker = { take_bytes, take_fact, finish },
        .source = *source,
        .problems = problems,
    };
    struct import_work work = { { run }, &import };
    enum status status = STATUS_OK;

    import.source.taker = &import.taker;
    *fault = (struct fault){ 0 };
    status = ((struct loading_store *)store)->load(store, &work.work, fault);
    buffer_done(&import.digest.name);
    if (status == STATUS_OK)
        *out_report = import.report;
    return status;
}
