/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routes of Partner Center's REST API that are answered here. A path that is more special
 * stands before one with a segment in braces. Each stands for /v1 and /v1.0.
 */
#include <sodium.h>

#include "api/call.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/partner_center.h"
#include "api/partner_center/refusal.h"

#define VERSION "/{version}"

/* What most rows have: a question of any tenant's role, answered by JSON. */
#define ASKS .method = HTTP_GET, .right = RIGHT_TENANT, .content_type = CONTENT_JSON

static const struct route routes[] = {
    {
        ASKS,
        .path = VERSION "/customers",
        .summary = { { "The caller's customers, by name", "Les clients de l'appelant, par nom" } },
        .place = PLACE_WORKERS,
        .handle = customers_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}",
        .summary = { { "One customer", "Un client" } },
        .place = PLACE_LOOP,
        .bucket = BUCKET_CUSTOMERS,
        .handle = customer_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/profiles/company",
        .summary = { { "Who the customer is", "Qui est le client" } },
        .place = PLACE_LOOP,
        .handle = customer_company_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/profiles/billing",
        .summary = { { "Whom the customer's bills go to", "À qui vont les factures du client" } },
        .place = PLACE_LOOP,
        .handle = customer_billing_show,
    },
};

static const char *const prefixes[] = { "v1", "v1.0", NULL };

/* What every answer has beside what it answers. */
static void begin(struct api_call *call)
{
    enum {
        VECTOR_BYTES = 16
    };
    unsigned char bytes[VECTOR_BYTES];
    char vector[32];
    size_t length = 0;

    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2base64(vector, sizeof(vector), bytes, sizeof(bytes),
                            sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    length = strlen(vector);
    memcpy(vector + length, ".0", 3);
    http_response_add(call->response, "MS-CV", text_of(vector));
    http_response_add(call->response, "MS-ServerId", TEXT("aval"));
}

const struct route_family partner_center_routes = {
    .routes = routes,
    .count = COUNT_OF(routes),
    .prefixes = prefixes,
    .is_lenient = true,
    .id_parameter = 1,
    .begin = begin,
    .answer_trouble = code_answer_trouble,
    .answer_fault = code_answer_fault,
};
