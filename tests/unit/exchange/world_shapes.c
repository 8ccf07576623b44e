/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/world_private.h"
#include "unit/exchange/suites.h"
#include "unit/test.h"

/* "name" for each field in its order, "name?" where it may be absent. */
static void check_fields(enum fact_type type, const char *expected)
{
    const struct shape *shape = &fact_shapes[type];
    struct buffer fields = { 0 };

    for (unsigned i = 0; i < shape->field_count; i++)
        buffer_add_format(&fields, "%s%.*s%s", i > 0 ? " " : "", (int)shape->fields[i].name.length,
                          shape->fields[i].name.bytes, shape->fields[i].is_optional ? "?" : "");

    assert_string_equal(shape->name, fact_type_words.list[type]);
    assert_buffer_is(&fields, expected);
    buffer_done(&fields);
}

static void test_exchange_world_shapes__are_those_of_the_formats(void **state)
{
    (void)state;

    check_fields(FACT_ORGANIZATION, "id name country");
    check_fields(FACT_OWNERSHIP, "owner owned from? to?");
    check_fields(FACT_TENANT, "id domain organization country kind");
    check_fields(FACT_ACCOUNT, "tenant onboarded_on");
    check_fields(FACT_ENROLLMENT, "tenant role status from? to?");
    check_fields(FACT_PARTNER_ID, "mpn_id tenant country");
    check_fields(FACT_AGREEMENT, "agreement tenant signed_on signed_by");
    check_fields(FACT_CUSTOMER_AGREEMENT, "customer acceptance partner? date first_name? "
                                          "last_name? email? phone?");
    check_fields(FACT_INDIRECT_RELATIONSHIP, "provider reseller from? to?");
    check_fields(FACT_SERVICE_AGREEMENT, "provider reseller services from? to?");
    check_fields(FACT_CUSTOMER_RELATIONSHIP, "partner customer from? to?");
    check_fields(FACT_OFFER, "id name publisher party markets from? to?");
    check_fields(FACT_CAPABILITY, "tenant capability attested_on");
    check_fields(FACT_INVITATION, "id kind status inviter reseller? customer? token sent_on "
                                  "expires_on settled_on?");
    check_fields(FACT_SUPPORT_CASE,
                 "id provider reseller requested_by status opened_on closed_on?");
    check_fields(FACT_ENGAGEMENT, "partner customer from? to?");
    check_fields(FACT_PRIVILEGE, "partner customer from? to?");
    check_fields(FACT_ORDER, "id customer seller provider? offer quantity mpn_id? placed_on "
                             "line_of? line?");
    check_fields(FACT_SUBSCRIPTION, "id customer order quantity parent?");
    check_fields(FACT_SUBSCRIPTION_STATUS, "subscription customer status from? to?");
    check_fields(FACT_PARTNER_OF_RECORD, "subscription customer mpn_id from? to?");
    check_fields(FACT_PARTICULARS,
                 "tenant purpose company_name? registration_number? tax_id? purchase_order? "
                 "website? language? culture? first_name? last_name? email? phone? "
                 "address_country? address_region? state? city? address_line_1? address_line_2? "
                 "postal_code? contact_first_name? contact_last_name? contact_email? "
                 "contact_phone? from? to?");
    check_fields(FACT_SUBSCRIPTION_TERMS,
                 "subscription customer quantity renewal friendly_name? from? to?");
}

static bool needs_words(enum field_kind kind)
{
    return kind == FIELD_WORD || kind == FIELD_WORDS || kind == FIELD_WORDS_0;
}

static void test_exchange_world_shapes__rows_are_sound(void **state)
{
    (void)state;

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        const struct shape *shape = &fact_shapes[type];

        assert_in_range(shape->field_count, 1, SHAPE_FIELDS_MAX);
        for (unsigned i = 0; i < shape->field_count; i++) {
            const struct field *field = &shape->fields[i];

            assert_int_equal(field->words != NULL, needs_words(field->kind));
            assert_true(field->offset < sizeof(struct fact));
            assert_int_equal(shape_find_field(shape, field->name), i);
        }
        assert_int_equal(shape_find_field(shape, TEXT("type")), shape->field_count);
        assert_int_equal(shape_find_field(shape, TEXT("")), shape->field_count);
    }
}

/* No two fields of a shape fill the same member. */
static void test_exchange_world_shapes__fill_members_of_their_own(void **state)
{
    (void)state;

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        const struct shape *shape = &fact_shapes[type];

        for (unsigned i = 0; i < shape->field_count; i++)
            for (unsigned j = 0; j < i; j++)
                assert_int_not_equal(shape->fields[i].offset, shape->fields[j].offset);
    }
}

int test_exchange_world_shapes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_world_shapes__are_those_of_the_formats),
        cmocka_unit_test(test_exchange_world_shapes__rows_are_sound),
        cmocka_unit_test(test_exchange_world_shapes__fill_members_of_their_own),
    };

    return cmocka_run_group_tests_name("exchange/world_shapes", tests, NULL, NULL);
}
