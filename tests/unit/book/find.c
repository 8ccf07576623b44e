/* SPDX-License-Identifier: Apache-2.0 */
#include "book/find.h"

#include <stdio.h>

#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* A tenant with a domain of its own, of an organisation with a name of its own. */
static void gather_party(struct gathering *gathering, guid id, const char *domain, const char *name)
{
    struct fact organization = fact_organization(domain);
    struct fact tenant = fact_tenant(1, domain, "DE", TENANT_PARTNER);

    organization.organization.name = text_of(name);
    tenant.tenant.id = id;
    tenant.tenant.domain = text_of(domain);
    gather(gathering, organization);
    gather(gathering, tenant);
}

static guid id_of(const char *text)
{
    guid id;

    assert_true(guid_parse(text_of(text), &id));
    return id;
}

static void begin(struct gathering *gathering)
{
    struct fact office = fact_tenant(1, "alder.example", "FR", TENANT_CUSTOMER);
    struct fact partner_id = fact_partner_id("5551234", 1, "DE");

    gathering_init(gathering);
    gather_party(gathering, id_of("abcd0000-0000-4000-8000-000000000001"), "alder.example",
                 "Alder & Söhne");
    office.tenant.id = id_of("abce0000-0000-4000-8000-000000000002");
    office.tenant.domain = TEXT("office.alder.example");
    gather(gathering, office);
    gather_party(gathering, id_of("3a1de200-0000-4000-8000-000000000003"), "bouleau.example",
                 "Élan Bouleau");
    gather_party(gathering, id_of("77770000-0000-4000-8000-000000000004"), "birch.example",
                 "bouleau.example");
    partner_id.partner_id.tenant = id_of("77770000-0000-4000-8000-000000000004");
    gather(gathering, partner_id);
    gather(gathering, fact_offer("M365-BP", "*", ALWAYS));
    gather(gathering, fact_offer("M365-BP-PLUS", "*", ALWAYS));
    gather(gathering, fact_offer("TOOL", "*", ALWAYS));
    assert_told(gathering, "");
}

typedef void find_function(const struct book *book, struct text name, struct found *out_found);
typedef struct text key_function(const struct book *book, uint32_t number);

/* What is found, by domain or id, as "count: first second". */
static void check_found(const struct book *book, struct text name, find_function *find,
                        key_function *key, const char *expected)
{
    struct buffer buffer = { 0 };
    struct found found;

    find(book, name, &found);

    buffer_add_format(&buffer, "%u:", (unsigned)found.count);
    for (unsigned i = 0; i < found.kept; i++) {
        buffer_add_string(&buffer, " ");
        buffer_add_text(&buffer, key(book, found.numbers[i]));
    }
    assert_buffer_is(&buffer, expected);
    buffer_done(&buffer);
}

#define assert_party(name, expected)                                                               \
    check_found(gathering.book, TEXT(name), book_find_party, book_domain, expected)
#define assert_near(name, expected)                                                                \
    check_found(gathering.book, TEXT(name), book_find_party_near, book_domain, expected)
#define assert_offer(name, expected)                                                               \
    check_found(gathering.book, TEXT(name), book_find_offer_named, book_offer_id, expected)
#define assert_offer_near(name, expected)                                                          \
    check_found(gathering.book, TEXT(name), book_find_offer_near, book_offer_id, expected)

static void test_book_find__knows_a_party_by_all_its_names(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_party("abcd0000-0000-4000-8000-000000000001", "1: alder.example");
    assert_party("ABCD0000-0000-4000-8000-000000000001", "1: alder.example");
    assert_party("ALDER.example", "1: alder.example");
    assert_party("5551234", "1: birch.example");
    assert_party("élan bouleau", "1: bouleau.example");
    assert_party("ÉLAN B", "1: bouleau.example");
    assert_party("abcd", "1: alder.example");
    assert_party("77770000-0000-4000", "1: birch.example");
    gathering_done(&gathering);
}

/* A domain before a name, what is whole before a beginning, and a GUID last. */
static void test_book_find__takes_the_first_way_that_fits(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_party("bouleau.example", "1: bouleau.example");
    assert_party("bouleau", "1: bouleau.example");
    assert_party("alder", "1: alder.example");
    gathering_done(&gathering);
}

static void test_book_find__tells_of_several(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_party("Alder & Söhne", "2: alder.example office.alder.example");
    assert_party("alder &", "2: alder.example office.alder.example");
    gathering_done(&gathering);
}

static void test_book_find__finds_nothing_by_too_little(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_party("", "0:");
    assert_party("al", "0:");
    assert_party("777", "0:");
    assert_party("555123", "0:");
    assert_party("\xff\xfe", "0:");
    assert_party("xyzzy", "0:");
    gathering_done(&gathering);
}

static void test_book_find__finds_nothing_by_too_much(void **state)
{
    static char name[FIND_BYTES_MAX + 1];
    struct gathering gathering;

    (void)state;
    begin(&gathering);
    for (size_t i = 0; i < sizeof(name); i++)
        name[i] = 'a';

    check_found(gathering.book, text_at(name, sizeof(name)), book_find_party, book_domain, "0:");
    check_found(gathering.book, text_at(name, sizeof(name)), book_find_party_near, book_domain,
                "0:");
    check_found(gathering.book, text_at(name, sizeof(name)), book_find_offer_named, book_offer_id,
                "0:");
    gathering_done(&gathering);
}

static void test_book_find__knows_who_may_be_meant(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_near("aldr", "2: alder.example office.alder.example");
    assert_near("söhne", "2: alder.example office.alder.example");
    assert_near("brich", "1: birch.example");
    assert_near("office", "1: office.alder.example");
    assert_near("xyzzy", "0:");
    assert_near("", "0:");
    assert_near("ab", "0:");
    gathering_done(&gathering);
}

static void test_book_find__knows_an_offer_by_its_id(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    assert_offer("M365-BP", "1: M365-BP");
    assert_offer("m365-bp", "1: M365-BP");
    assert_offer("m365-bp-", "1: M365-BP-PLUS");
    assert_offer("t", "1: TOOL");
    assert_offer("m365", "2: M365-BP M365-BP-PLUS");
    assert_offer("", "0:");
    assert_offer("x", "0:");
    assert_offer_near("plus", "1: M365-BP-PLUS");
    assert_offer_near("toll", "1: TOOL");
    gathering_done(&gathering);
}

/* However the facts came: the first by domain are kept, and all are counted. */
static void test_book_find__keeps_the_first_of_many(void **state)
{
    enum {
        TENANTS = 3 * FOUND_MAX
    };
    static char domains[TENANTS][16];
    struct gathering gathering;

    (void)state;
    gathering_init(&gathering);
    gather(&gathering, fact_organization("org"));
    for (unsigned i = 0; i < TENANTS; i++) {
        unsigned number = i * 7 % TENANTS;
        struct fact tenant = fact_tenant(number + 1, "org", "DE", TENANT_CUSTOMER);

        (void)snprintf(domains[i], sizeof(domains[i]), "many%02u.example", number);
        tenant.tenant.domain = text_of(domains[i]);
        gather(&gathering, tenant);
    }
    assert_told(&gathering, "");

    assert_party("many", "30: many00.example many01.example many02.example many03.example "
                         "many04.example many05.example many06.example many07.example "
                         "many08.example many09.example");
    gathering_done(&gathering);
}

static void test_book_find__describes_a_tenant(void **state)
{
    struct gathering gathering;
    struct found found;
    struct tenant_card card;

    (void)state;
    begin(&gathering);

    book_find_party(gathering.book, TEXT("office"), &found);
    card = book_tenant_card(gathering.book, found.numbers[0]);

    assert_true(guid_equal(card.id, id_of("abce0000-0000-4000-8000-000000000002")));
    assert_text_is(card.domain, "office.alder.example");
    assert_text_is(card.organization, "Alder & Söhne");
    assert_true(country_equal(card.country, country_of("FR")));
    assert_int_equal(card.kind, TENANT_CUSTOMER);
    assert_true(book_has_partner_id(gathering.book, TEXT("5551234")));
    assert_false(book_has_partner_id(gathering.book, TEXT("5551235")));
    gathering_done(&gathering);
}

int test_book_find(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_find__knows_a_party_by_all_its_names),
        cmocka_unit_test(test_book_find__takes_the_first_way_that_fits),
        cmocka_unit_test(test_book_find__tells_of_several),
        cmocka_unit_test(test_book_find__finds_nothing_by_too_little),
        cmocka_unit_test(test_book_find__finds_nothing_by_too_much),
        cmocka_unit_test(test_book_find__knows_who_may_be_meant),
        cmocka_unit_test(test_book_find__knows_an_offer_by_its_id),
        cmocka_unit_test(test_book_find__keeps_the_first_of_many),
        cmocka_unit_test(test_book_find__describes_a_tenant),
    };

    return cmocka_run_group_tests_name("book/find", tests, NULL, NULL);
}
