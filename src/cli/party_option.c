/* SPDX-License-Identifier: Apache-2.0 */
/* Parties and offers by what people call them, and what is said when that is not enough. */
#include "cli/party_option.h"

#include <stdio.h>
#include <unistd.h>

#include "base/attributes.h"
#include "book/find.h"
#include "cli/terminal.h"

enum {
    COLUMN_ID,
    COLUMN_DOMAIN,
    COLUMN_ORGANIZATION,
    COLUMN_COUNTRY,
    COLUMN_KIND,
    COLUMN_COUNT
};

/* So much of a name is shown in a table. */
enum {
    NAME_BYTES_MAX = 60
};

/* The tenants that may be meant, below their titles. */
struct table {
    unsigned row_count;
    struct buffer cells[FOUND_MAX + 1][COLUMN_COUNT];
};

static void add_titles(struct table *table, enum language language)
{
    static const enum message titles[COLUMN_COUNT] = {
        [COLUMN_ID] = MESSAGE_TENANT_ID,
        [COLUMN_DOMAIN] = MESSAGE_TENANT_DOMAIN,
        [COLUMN_ORGANIZATION] = MESSAGE_TENANT_ORGANIZATION,
        [COLUMN_COUNTRY] = MESSAGE_TENANT_COUNTRY,
        [COLUMN_KIND] = MESSAGE_TENANT_KIND,
    };
    struct buffer *cells = table->cells[table->row_count++];

    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        buffer_add_string(&cells[i], message_text(titles[i], language));
}

static void add_tenant(struct table *table, const struct named_option *named, uint32_t tenant)
{
    struct tenant_card card = book_tenant_card(named->book, tenant);
    struct buffer *cells = table->cells[table->row_count++];
    char id[GUID_LENGTH + 1];
    char market[3];

    guid_format(card.id, id);
    country_format(card.country, market);
    buffer_add_string(&cells[COLUMN_ID], id);
    buffer_add_visible(&cells[COLUMN_DOMAIN], card.domain, NAME_BYTES_MAX);
    buffer_add_visible(&cells[COLUMN_ORGANIZATION], card.organization, NAME_BYTES_MAX);
    buffer_add_string(&cells[COLUMN_COUNTRY], market);
    buffer_add_string(&cells[COLUMN_KIND], tenant_kind_phrases[card.kind].in[named->language]);
}

static size_t width_of(const struct table *table, unsigned column)
{
    size_t width = 0;

    for (unsigned row = 0; row < table->row_count; row++) {
        size_t columns = text_columns(buffer_text(&table->cells[row][column]));

        width = columns > width ? columns : width;
    }
    return width;
}

static void add_row(struct buffer *buffer, const struct table *table, unsigned row)
{
    for (unsigned column = 0; column < COLUMN_COUNT; column++) {
        struct text cell = buffer_text(&table->cells[row][column]);

        buffer_add_spaces(buffer, 2);
        buffer_add_text(buffer, cell);
        if (column + 1 < COLUMN_COUNT)
            buffer_add_spaces(buffer, width_of(table, column) - text_columns(cell));
    }
    buffer_add_string(buffer, "\n");
}

static void table_write(struct buffer *buffer, struct table *table)
{
    for (unsigned row = 0; row < table->row_count; row++)
        add_row(buffer, table, row);
    for (unsigned row = 0; row < table->row_count; row++)
        for (unsigned column = 0; column < COLUMN_COUNT; column++)
            buffer_done(&table->cells[row][column]);
}

static void add_rest(struct buffer *buffer, const struct found *found, enum language language)
{
    char count[12];

    if (found->count == found->kept)
        return;
    (void)snprintf(count, sizeof(count), "%u", (unsigned)(found->count - found->kept));
    buffer_add_string(buffer, "  ");
    message_write(buffer, MESSAGE_AND_MORE, language, (struct message_arguments){ { count } });
    buffer_add_string(buffer, "\n");
}

static void show(struct buffer *buffer)
{
    (void)!terminal_write(STDERR_FILENO, buffer_text(buffer));
    buffer_done(buffer);
}

static void show_tenants(const struct named_option *named, const struct found *found)
{
    struct table table = { 0 };
    struct buffer buffer = { 0 };

    add_titles(&table, named->language);
    for (unsigned i = 0; i < found->kept; i++)
        add_tenant(&table, named, found->numbers[i]);
    table_write(&buffer, &table);
    add_rest(&buffer, found, named->language);
    show(&buffer);
}

static void show_offers(const struct named_option *named, const struct found *found)
{
    struct buffer buffer = { 0 };

    for (unsigned i = 0; i < found->kept; i++) {
        buffer_add_spaces(&buffer, 2);
        buffer_add_visible(&buffer, book_offer_id(named->book, found->numbers[i]), NAME_BYTES_MAX);
        buffer_add_string(&buffer, "\n");
    }
    add_rest(&buffer, found, named->language);
    show(&buffer);
}

/* Says what the name fits, or that it fits nothing. */
static void complain(const struct named_option *named, enum message message, uint32_t count)
{
    char text[12];

    (void)snprintf(text, sizeof(text), "%u", (unsigned)count);
    terminal_complain(named->language, message,
                      (struct message_arguments){ { named->option, named->typed, text } });
}

static void announce_near(enum language language)
{
    struct buffer buffer = { 0 };

    buffer_add_format(&buffer, "%s\n", message_text(MESSAGE_MAYBE_THESE, language));
    show(&buffer);
}

/* Proposes a name that fits one thing only. */
static void hint(const struct named_option *named, enum message message, struct text name)
{
    struct buffer buffer = { 0 };

    buffer_add_text(&buffer, name);
    buffer_add(&buffer, "", 1);
    if (!buffer.has_failed)
        terminal_hint(named->language, message,
                      (struct message_arguments){ { named->option, buffer.bytes } });
    buffer_done(&buffer);
}

bool party_option_read(const struct named_option *named, uint32_t *out_tenant)
{
    struct text name = text_of(named->typed);
    struct found found;

    book_find_party(named->book, name, &found);
    *out_tenant = found.numbers[0];
    if (found.count == 1)
        return true;
    complain(named, found.count > 1 ? MESSAGE_AMBIGUOUS_PARTY : MESSAGE_UNKNOWN_PARTY, found.count);
    if (found.count == 0) {
        book_find_party_near(named->book, name, &found);
        if (found.count > 0)
            announce_near(named->language);
    }
    if (found.count > 0) {
        show_tenants(named, &found);
        hint(named, MESSAGE_NAME_ONE, book_domain(named->book, found.numbers[0]));
    } else {
        terminal_hint(named->language, MESSAGE_HOW_TO_NAME, (struct message_arguments){ { NULL } });
    }
    return false;
}

bool offer_option_read(const struct named_option *named, uint32_t *out_offer)
{
    struct text name = text_of(named->typed);
    struct found found;

    book_find_offer_named(named->book, name, &found);
    *out_offer = found.numbers[0];
    if (found.count == 1)
        return true;
    complain(named, found.count > 1 ? MESSAGE_AMBIGUOUS_OFFER : MESSAGE_UNKNOWN_OFFER, found.count);
    if (found.count == 0) {
        book_find_offer_near(named->book, name, &found);
        if (found.count > 0)
            announce_near(named->language);
    }
    if (found.count > 0) {
        show_offers(named, &found);
        hint(named, MESSAGE_NAME_ONE_OFFER, book_offer_id(named->book, found.numbers[0]));
    }
    return false;
}
