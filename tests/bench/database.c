/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables are without row ids, so that a key is found in one tree. The columns of a table are the
 * fields of its type of fact, in their order; days are numbers, and open intervals end at the ends
 * of time, which spares the queries a second comparison. ANALYZE is left out on purpose: the
 * queries say the order in which tables are read, and after it SQLite 3.40 makes a Bloom filter of
 * all ownerships for each customer that has an owner, which takes longer than all the rest.
 */
#include "database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/memory.h"
#include "exchange/world_private.h"
#include "periods.h"

/* Made of direct_order.sql and indirect_order.sql when the benchmark is built. */
extern const struct text embedded_direct_order;
extern const struct text embedded_indirect_order;

/* The types of fact that an order asks for, and the generator makes. */
static const char *const table_texts[] = {
    [FACT_ORGANIZATION] = "create table organization (id text primary key, name text,"
                          " country integer) without rowid",
    [FACT_OWNERSHIP] = "create table ownership (owner text, owned text, begins integer,"
                       " ends integer, primary key (owned, begins, ends, owner)) without rowid",
    [FACT_TENANT] = "create table tenant (id blob primary key, domain text, organization text,"
                    " country integer, kind integer) without rowid",
    [FACT_ACCOUNT] = "create table account (tenant blob primary key, onboarded_on integer)"
                     " without rowid",
    [FACT_ENROLLMENT] = "create table enrollment (tenant blob, role integer, status integer,"
                        " begins integer, ends integer,"
                        " primary key (tenant, begins, ends, role, status)) without rowid",
    [FACT_PARTNER_ID] = "create table partner_id (mpn_id text primary key, tenant blob,"
                        " country integer) without rowid",
    [FACT_AGREEMENT] = "create table agreement (agreement integer, tenant blob,"
                       " signed_on integer, signed_by text,"
                       " primary key (tenant, signed_on)) without rowid",
    [FACT_CUSTOMER_AGREEMENT] = "create table customer_agreement (customer blob,"
                                " acceptance integer, partner blob, date integer,"
                                " first_name text, last_name text, email text, phone text,"
                                " primary key (customer, acceptance, partner, date))"
                                " without rowid",
    [FACT_INDIRECT_RELATIONSHIP] = "create table indirect_relationship (provider blob,"
                                   " reseller blob, begins integer, ends integer,"
                                   " primary key (reseller, provider, begins, ends))"
                                   " without rowid",
    [FACT_SERVICE_AGREEMENT] = "create table service_agreement (provider blob, reseller blob,"
                               " services integer, begins integer, ends integer,"
                               " primary key (reseller, provider, begins, ends)) without rowid",
    [FACT_CUSTOMER_RELATIONSHIP] = "create table customer_relationship (partner blob,"
                                   " customer blob, begins integer, ends integer,"
                                   " primary key (customer, partner, begins, ends))"
                                   " without rowid",
    [FACT_OFFER] = "create table offer (id text primary key, name text, publisher text,"
                   " party integer, markets blob, begins integer, ends integer) without rowid",
};

/* What decisions need beside the facts; -1 stands for every market that has a region. */
static const char other_tables[] =
    "create table offer_market (offer text, country integer, primary key (offer, country))"
    " without rowid;"
    "create table market (country integer, begins integer, ends integer, region integer,"
    " primary key (country, begins)) without rowid;";

enum {
    TABLE_COUNT = COUNT_OF(table_texts),
    EVERYWHERE = -1,
    GUID_BYTES = sizeof(guid)
};

enum parameter {
    PARAMETER_SELLER = 1,
    PARAMETER_PROVIDER,
    PARAMETER_CUSTOMER,
    PARAMETER_OFFER,
    PARAMETER_DAY
};

/* A query whose columns are findings. */
struct order_query {
    sqlite3_stmt *statement;
    enum order_finding findings[ORDER_FINDING_COUNT + 1];
    int column_count;
};

struct database {
    struct fact_taker taker; /* puts facts into the tables; only while they are made */
    sqlite3 *connection;
    sqlite3_stmt *inserts[TABLE_COUNT];
    sqlite3_stmt *insert_offer_market;
    struct order_query direct;
    struct order_query indirect;
    finding_set expected; /* findings that the two queries can answer */
};

_Static_assert(ENROLLMENT_ACTIVE == 4 && ENROLLMENT_SUSPENDED == 6, "as the queries say");
_Static_assert(ROLE_INDIRECT_PROVIDER == 0 && ROLE_DIRECT_BILL == 2, "as the queries say");
_Static_assert(TENANT_PARTNER == 0 && ACCEPTANCE_DIRECT == 0, "as the queries say");

/* A fault in the benchmark, or no memory: nothing to go on with. */
static void insist(const struct database *database, bool is_right)
{
    if (is_right)
        return;
    (void)fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database->connection));
    exit(EXIT_FAILURE);
}

static void execute(struct database *database, const char *text)
{
    insist(database, sqlite3_exec(database->connection, text, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *prepare(struct database *database, struct text text)
{
    sqlite3_stmt *statement = NULL;

    insist(database, sqlite3_prepare_v3(database->connection, text.bytes, (int)text.length,
                                        SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK);
    return statement;
}

static bool field_is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_ID || field->kind == FIELD_DOMAIN ||
           field->kind == FIELD_DIGITS;
}

/* The number that a member of a fact is. */
static int64_t number_of(const struct field *field, const void *member)
{
    if (field->kind == FIELD_DATE)
        return ((const date *)member)->day;
    if (field->kind == FIELD_COUNTRY)
        return ((const country *)member)->number;
    ASSERT(field->kind == FIELD_WORD || field->kind == FIELD_WORDS);
    return *(const unsigned *)member;
}

static void set_number(const struct field *field, int64_t number, void *member)
{
    if (field->kind == FIELD_DATE)
        ((date *)member)->day = (int32_t)number;
    else if (field->kind == FIELD_COUNTRY)
        ((country *)member)->number = (uint16_t)number;
    else
        *(unsigned *)member = (unsigned)number;
}

static void bind_field(sqlite3_stmt *statement, int parameter, const struct field *field,
                       const void *member)
{
    const struct text *text = member;

    if (field_is_text(field))
        (void)sqlite3_bind_text(statement, parameter, text->bytes, (int)text->length,
                                SQLITE_STATIC);
    else if (field->kind == FIELD_GUID)
        (void)sqlite3_bind_blob(statement, parameter, member, GUID_BYTES, SQLITE_STATIC);
    else if (field->kind == FIELD_MARKETS)
        (void)sqlite3_bind_blob(statement, parameter, member, sizeof(struct markets),
                                SQLITE_STATIC);
    else
        (void)sqlite3_bind_int64(statement, parameter, number_of(field, member));
}

static void step_once(struct database *database, sqlite3_stmt *statement)
{
    insist(database, sqlite3_step(statement) == SQLITE_DONE);
    (void)sqlite3_reset(statement);
}

static void insert_offer_markets(struct database *database, const struct fact *fact)
{
    const struct markets *markets = &fact->offer.markets;
    sqlite3_stmt *statement = database->insert_offer_market;

    (void)sqlite3_bind_text(statement, 1, fact->offer.id.bytes, (int)fact->offer.id.length,
                            SQLITE_STATIC);
    for (int number = EVERYWHERE; number < COUNTRY_COUNT; number++) {
        bool is_meant =
            number == EVERYWHERE
                ? markets->is_everywhere
                : !markets->is_everywhere && markets_have(markets, (country){ (uint16_t)number });

        if (!is_meant)
            continue;
        (void)sqlite3_bind_int(statement, 2, number);
        step_once(database, statement);
    }
}

static enum status take(struct fact_taker *taker, const struct fact *fact)
{
    struct database *database = (struct database *)taker;
    const struct shape *shape = &fact_shapes[fact->type];

    ASSERT((unsigned)fact->type < TABLE_COUNT);
    sqlite3_stmt *statement = database->inserts[fact->type];

    for (unsigned i = 0; i < shape->field_count; i++)
        bind_field(statement, (int)i + 1, &shape->fields[i],
                   (const char *)fact + shape->fields[i].offset);
    step_once(database, statement);
    if (fact->type == FACT_OFFER)
        insert_offer_markets(database, fact);
    return STATUS_OK;
}

static void insert_market(struct database *database, int number)
{
    struct market_periods periods = market_periods_of((country){ (uint16_t)number });
    char text[200];

    if (periods.region_before != 0) {
        (void)snprintf(text, sizeof(text), "insert into market values (%d, %d, %d, %d)", number,
                       INT32_MIN, periods.changes_on, periods.region_before);
        execute(database, text);
    }
    if (periods.changes_on != INT32_MAX && periods.region_after != 0) {
        (void)snprintf(text, sizeof(text), "insert into market values (%d, %d, %d, %d)", number,
                       periods.changes_on, INT32_MAX, periods.region_after);
        execute(database, text);
    }
}

/* "insert into tenant values (?,?,?,?,?)" */
static void prepare_insert(struct database *database, unsigned type)
{
    struct buffer text = { 0 };

    buffer_add_format(&text, "insert into %s values (?", fact_shapes[type].name);
    for (unsigned i = 1; i < fact_shapes[type].field_count; i++)
        buffer_add_string(&text, ",?");
    buffer_add_string(&text, ")");
    database->inserts[type] = prepare(database, buffer_text(&text));
    buffer_done(&text);
}

static void make_tables(struct database *database)
{
    for (unsigned type = 0; type < TABLE_COUNT; type++) {
        execute(database, table_texts[type]);
        prepare_insert(database, type);
    }
    execute(database, other_tables);
    database->insert_offer_market =
        prepare(database, TEXT("insert into offer_market values (?,?)"));
    for (int number = 0; number < COUNTRY_COUNT; number++)
        insert_market(database, number);
}

static struct order_query prepare_order(struct database *database, struct text text)
{
    struct order_query query = { .statement = prepare(database, text) };

    query.column_count = sqlite3_column_count(query.statement);
    ASSERT(query.column_count <= ORDER_FINDING_COUNT);
    for (int column = 0; column < query.column_count; column++) {
        struct text name = text_of(sqlite3_column_name(query.statement, column));
        unsigned finding = 0;

        while (finding < ORDER_FINDING_COUNT &&
               !text_equal(name, order_finding_name((enum order_finding)finding)))
            finding++;
        ASSERT(finding < ORDER_FINDING_COUNT);
        query.findings[column] = (enum order_finding)finding;
        database->expected |= found((enum order_finding)finding);
    }
    return query;
}

/* One thread, and no statistics: both spare SQLite some locking. */
static void configure(void)
{
    static bool is_configured;

    if (!is_configured && (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) != SQLITE_OK ||
                           sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)) {
        (void)fputs("SQLite could not be configured\n", stderr);
        exit(EXIT_FAILURE);
    }
    is_configured = true;
}

struct database *database_new(const struct scale *scale)
{
    struct database *database = memory_new(1, sizeof(*database));
    enum status status = STATUS_OK;

    if (database == NULL)
        return NULL;
    configure();
    database->taker.take = take;
    insist(database,
           sqlite3_open_v2(":memory:", &database->connection,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                           NULL) == SQLITE_OK);
    execute(database, "pragma temp_store = memory");
    make_tables(database);
    execute(database, "begin");
    status = world_generate(scale, &database->taker);
    ASSERT(status == STATUS_OK);
    execute(database, "commit; create index tenant_of_organization on tenant (organization)");
    database->direct = prepare_order(database, embedded_direct_order);
    database->indirect = prepare_order(database, embedded_indirect_order);
    ASSERT(database->expected == (UINT64_C(1) << ORDER_FINDING_COUNT) - 1);
    return database;
}

void database_free(struct database *database)
{
    if (database == NULL)
        return;
    for (unsigned type = 0; type < TABLE_COUNT; type++)
        (void)sqlite3_finalize(database->inserts[type]);
    (void)sqlite3_finalize(database->insert_offer_market);
    (void)sqlite3_finalize(database->direct.statement);
    (void)sqlite3_finalize(database->indirect.statement);
    (void)sqlite3_close(database->connection);
    memory_free(database);
}

static void bind_guid(sqlite3_stmt *statement, enum parameter parameter, const char *digits,
                      guid *room)
{
    bool is_read = guid_parse((struct text){ digits, GUID_LENGTH }, room);

    ASSERT(is_read);
    (void)sqlite3_bind_blob(statement, (int)parameter, room, GUID_BYTES, SQLITE_STATIC);
}

finding_set database_judge(struct database *database, const struct question *question)
{
    const struct order_query *query =
        question->has_provider ? &database->indirect : &database->direct;
    sqlite3_stmt *statement = query->statement;
    guid ids[3];
    finding_set set = 0;

    bind_guid(statement, PARAMETER_SELLER, question->seller, &ids[0]);
    bind_guid(statement, PARAMETER_CUSTOMER, question->customer, &ids[1]);
    if (question->has_provider)
        bind_guid(statement, PARAMETER_PROVIDER, question->provider, &ids[2]);
    if (question->offer_length > 0)
        (void)sqlite3_bind_text(statement, PARAMETER_OFFER, question->offer, question->offer_length,
                                SQLITE_STATIC);
    else
        (void)sqlite3_bind_null(statement, PARAMETER_OFFER);
    (void)sqlite3_bind_int(statement, PARAMETER_DAY, question->date.day);
    insist(database, sqlite3_step(statement) == SQLITE_ROW);
    for (int column = 0; column < query->column_count; column++)
        if (sqlite3_column_int(statement, column) != 0)
            set |= found(query->findings[column]);
    (void)sqlite3_reset(statement);
    return set;
}

static sqlite3_stmt *prepare_select(struct database *database, unsigned type)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "select * from %s", fact_shapes[type].name);

    return prepare(database, (struct text){ text, (size_t)length });
}

uint64_t database_read_all(struct database *database)
{
    uint64_t row_count = 0;
    volatile const void *seen = NULL;

    for (unsigned type = 0; type < TABLE_COUNT; type++) {
        const struct shape *shape = &fact_shapes[type];
        sqlite3_stmt *statement = prepare_select(database, type);

        for (; sqlite3_step(statement) == SQLITE_ROW; row_count++)
            for (unsigned i = 0; i < shape->field_count; i++)
                if (field_is_text(&shape->fields[i]))
                    seen = sqlite3_column_text(statement, (int)i);
                else if (shape->fields[i].kind == FIELD_GUID)
                    seen = sqlite3_column_blob(statement, (int)i);
                else
                    row_count += sqlite3_column_int64(statement, (int)i) == INT64_MIN;
        (void)sqlite3_finalize(statement);
    }
    (void)seen;
    return row_count;
}

static void read_column(sqlite3_stmt *statement, int column, const struct field *field,
                        void *member)
{
    struct text *text = member;

    if (field_is_text(field)) {
        text->bytes = (const char *)sqlite3_column_text(statement, column);
        text->length = (size_t)sqlite3_column_bytes(statement, column);
    } else if (field->kind == FIELD_GUID) {
        memcpy(member, sqlite3_column_blob(statement, column), GUID_BYTES);
    } else if (field->kind == FIELD_MARKETS) {
        memcpy(member, sqlite3_column_blob(statement, column), sizeof(struct markets));
    } else {
        set_number(field, sqlite3_column_int64(statement, column), member);
    }
}

static enum status give_rows(sqlite3_stmt *statement, unsigned type, struct fact_taker *taker)
{
    const struct shape *shape = &fact_shapes[type];

    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct fact fact = { .type = (enum fact_type)type,
                             .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL } };

        for (unsigned i = 0; i < shape->field_count; i++)
            read_column(statement, (int)i, &shape->fields[i],
                        (char *)&fact + shape->fields[i].offset);
        TRY(taker->take(taker, &fact));
    }
    return STATUS_OK;
}

enum status database_give_facts(struct database *database, struct fact_taker *taker)
{
    enum status status = STATUS_OK;

    for (unsigned type = 0; type < TABLE_COUNT && status == STATUS_OK; type++) {
        sqlite3_stmt *statement = prepare_select(database, type);

        status = give_rows(statement, type, taker);
        (void)sqlite3_finalize(statement);
    }
    return status;
}

const char *database_version(void)
{
    return sqlite3_libversion();
}

uint64_t database_bytes(struct database *database)
{
    sqlite3_stmt *statement =
        prepare(database, TEXT("select c.page_count * s.page_size from pragma_page_count c,"
                               " pragma_page_size s"));
    uint64_t bytes = 0;

    insist(database, sqlite3_step(statement) == SQLITE_ROW);
    bytes = (uint64_t)sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return bytes;
}
