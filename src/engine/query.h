/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_QUERY_H
#define AVAL_ENGINE_QUERY_H

#include "base/date.h"
#include "base/guid.h"
#include "base/text.h"

/*
 * What the engine looks up in a store. Each gives facts of one type, in the order of their ids;
 * the store's table has the statement of each, what its key holds and what it touches.
 *
 * A running order is one whose subscription is active or suspended on the key's day; of a pair's,
 * which may be any number, the first RUNNING_ORDERS_MAX are found.
 */
#define QUERIES(QUERY)                                                                             \
    /* by id */                                                                                    \
    QUERY(ORGANIZATION)                                                                            \
    QUERY(TENANT)                                                                                  \
    QUERY(TENANT_OF_DOMAIN)                                                                        \
    QUERY(PARTNER_ID)                                                                              \
    QUERY(OFFER)                                                                                   \
    QUERY(INVITATION)                                                                              \
    QUERY(INVITATION_OF_TOKEN)                                                                     \
    QUERY(SUPPORT_CASE)                                                                            \
    QUERY(ORDER)                                                                                   \
    QUERY(SUBSCRIPTION)                                                                            \
    /* S2: the partner of a customer with the lowest id but for up to three */                     \
    QUERY(OTHER_PARTNER_OF_CUSTOMER)                                                               \
    /* of one party, or two */                                                                     \
    QUERY(OWNERSHIPS_OF_ORGANIZATION)                                                              \
    QUERY(OWNERSHIPS_OF_OWNED)                                                                     \
    QUERY(TENANTS_OF_ORGANIZATION)                                                                 \
    QUERY(ACCOUNT_OF_TENANT)                                                                       \
    QUERY(ENROLLMENTS_OF_TENANT)                                                                   \
    QUERY(CAPABILITIES_OF_TENANT)                                                                  \
    QUERY(PARTNER_IDS_OF_TENANT)                                                                   \
    QUERY(AGREEMENTS_OF_TENANT)                                                                    \
    QUERY(CUSTOMER_AGREEMENTS_OF_CUSTOMER)                                                         \
    QUERY(INDIRECT_RELATIONSHIPS_OF_PAIR)                                                          \
    QUERY(INDIRECT_RELATIONSHIPS_OF_RESELLER)                                                      \
    QUERY(SERVICE_AGREEMENTS_OF_PAIR)                                                              \
    QUERY(SERVICE_AGREEMENTS_OF_RESELLER)                                                          \
    QUERY(CUSTOMER_RELATIONSHIPS_OF_PAIR)                                                          \
    QUERY(CUSTOMER_RELATIONSHIPS_OF_CUSTOMER)                                                      \
    QUERY(INVITATIONS_OF_TENANT)                                                                   \
    QUERY(SUPPORT_CASES_OF_PAIR)                                                                   \
    QUERY(SUPPORT_CASES_OF_TENANT)                                                                 \
    QUERY(ENGAGEMENTS_OF_PAIR)                                                                     \
    QUERY(PRIVILEGES_OF_PAIR)                                                                      \
    QUERY(RUNNING_ORDERS_OF_CUSTOMER_AND_PARTNER)                                                  \
    QUERY(RUNNING_ORDERS_OF_PAIR)                                                                  \
    QUERY(ORDERS_OF_CUSTOMER)                                                                      \
    QUERY(LINES_OF_ORDER)                                                                          \
    QUERY(SUBSCRIPTION_OF_ORDER)                                                                   \
    QUERY(SUBSCRIPTIONS_OF_CUSTOMER)                                                               \
    QUERY(STATUSES_OF_SUBSCRIPTION)                                                                \
    QUERY(STATUSES_OF_CUSTOMER)                                                                    \
    QUERY(PARTNERS_OF_RECORD_OF_SUBSCRIPTION)                                                      \
    QUERY(PARTICULARS_OF_TENANT)                                                                   \
    QUERY(TERMS_OF_SUBSCRIPTION)                                                                   \
    QUERY(TERMS_OF_CUSTOMER)                                                                       \
    /* the same in effect on the day, to be shown: at most QUERY_SHOWN_MAX + 1 */                  \
    QUERY(SHOWN_PROVIDERS_OF_RESELLER)                                                             \
    QUERY(SHOWN_RESELLERS_OF_PROVIDER)                                                             \
    QUERY(SHOWN_PARTNERS_OF_CUSTOMER)                                                              \
    QUERY(SHOWN_CUSTOMERS_OF_PARTNER)                                                              \
    QUERY(SHOWN_SERVICES_OF_RESELLER)                                                              \
    QUERY(SHOWN_SERVICES_OF_PROVIDER)                                                              \
    QUERY(SHOWN_ENGAGEMENTS_OF_CUSTOMER)                                                           \
    QUERY(SHOWN_ENGAGEMENTS_OF_PARTNER)                                                            \
    QUERY(SHOWN_PRIVILEGES_OF_CUSTOMER)                                                            \
    QUERY(SHOWN_PRIVILEGES_OF_PARTNER)                                                             \
    QUERY(SHOWN_INVITATIONS_OF_TENANT)                                                             \
    QUERY(SHOWN_SUPPORT_CASES_OF_TENANT)                                                           \
    /* tenants whose domains begin with the text, for people: at most two */                       \
    QUERY(SHOWN_TENANTS_OF_DOMAINS)                                                                \
    /* from a domain on, at most QUERY_LISTED_MAX: all tenants; one and its related */             \
    QUERY(LISTED_TENANTS)                                                                          \
    QUERY(LISTED_TENANTS_OF_TENANT)

#define QUERY(name) QUERY_##name,
enum query {
    QUERIES(QUERY) QUERY_COUNT
};
#undef QUERY

enum {
    QUERY_GUIDS_MAX = 4,
    QUERY_SHOWN_MAX = 1000,
    QUERY_LISTED_MAX = 250,
    RUNNING_ORDERS_MAX = 101
};

/* What is looked for; which members count is a matter of the query. */
struct query_key {
    guid ids[QUERY_GUIDS_MAX];
    struct text text;
    date on;
};

#endif
