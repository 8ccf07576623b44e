/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <string.h>

#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

static void test_store_store__keeps_every_type_of_fact(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world), STATUS_OK);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);

    check_found(&shelf, QUERY_TENANT_OF_DOMAIN,
                &(struct query_key){ .text = TEXT("alder.example") },
                "{\"type\":\"tenant\",\"id\":\"" ALDER_ID "\",\"domain\":\"alder.example\","
                "\"organization\":\"org-alder\",\"country\":\"FR\",\"kind\":\"partner\"}\n");
    shelf_end(&shelf);
}

int test_store_store(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_store__keeps_every_type_of_fact),
    };

    return cmocka_run_group_tests_name("store/store", tests, NULL, NULL);
}
