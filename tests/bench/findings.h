/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_FINDINGS_H
#define AVAL_BENCH_FINDINGS_H

#include "base/text.h"
#include "rulebook/decision.h"

/* Every finding that an order can have, in the order in which a decision has them. */
#define ORDER_FINDINGS(ROW)                                                                        \
    ROW(CHAIN_OF_SALE, DIRECT_BILL)                                                                \
    ROW(CHAIN_OF_SALE, PROVIDER)                                                                   \
    ROW(CHAIN_OF_SALE, RESELLER)                                                                   \
    ROW(CUSTOMER_AGREEMENT_ACCEPTED, NONE)                                                         \
    ROW(CUSTOMER_IN_REGION, DIRECT_BILL)                                                           \
    ROW(CUSTOMER_IN_REGION, PROVIDER)                                                              \
    ROW(CUSTOMER_IN_REGION, RESELLER)                                                              \
    ROW(CUSTOMER_RELATIONSHIP_ACTIVE, DIRECT_BILL)                                                 \
    ROW(CUSTOMER_RELATIONSHIP_ACTIVE, PROVIDER)                                                    \
    ROW(CUSTOMER_RELATIONSHIP_ACTIVE, RESELLER)                                                    \
    ROW(ENROLLED_IN_ROLE, DIRECT_BILL)                                                             \
    ROW(ENROLLED_IN_ROLE, PROVIDER)                                                                \
    ROW(ENROLLED_IN_ROLE, RESELLER)                                                                \
    ROW(GOOD_STANDING, DIRECT_BILL)                                                                \
    ROW(GOOD_STANDING, PROVIDER)                                                                   \
    ROW(GOOD_STANDING, RESELLER)                                                                   \
    ROW(INDIRECT_RELATIONSHIP_ACTIVE, NONE)                                                        \
    ROW(KNOWN_MARKET, CUSTOMER)                                                                    \
    ROW(KNOWN_MARKET, DIRECT_BILL)                                                                 \
    ROW(KNOWN_MARKET, PROVIDER)                                                                    \
    ROW(KNOWN_MARKET, RESELLER)                                                                    \
    ROW(MPA_SIGNED, DIRECT_BILL)                                                                   \
    ROW(MPA_SIGNED, PROVIDER)                                                                      \
    ROW(MPA_SIGNED, RESELLER)                                                                      \
    ROW(NO_AFFILIATE_SALE, DIRECT_BILL)                                                            \
    ROW(NO_AFFILIATE_SALE, PROVIDER)                                                               \
    ROW(NO_AFFILIATE_SALE, RESELLER)                                                               \
    ROW(NO_PROVISIONING_ON_CSP_TENANT, NONE)                                                       \
    ROW(NO_SELF_SALE, DIRECT_BILL)                                                                 \
    ROW(NO_SELF_SALE, PROVIDER)                                                                    \
    ROW(NO_SELF_SALE, RESELLER)                                                                    \
    ROW(OFFER_SOLD_IN_MARKET, NONE)                                                                \
    ROW(ONBOARDED, RESELLER)                                                                       \
    ROW(PARTNERS_IN_SAME_REGION, NONE)                                                             \
    ROW(RESELLER_OR_CUSTOMER, NONE)

#define ROW(rule, position) FOUND_##rule##_##position,
enum order_finding {
    ORDER_FINDINGS(ROW) ORDER_FINDING_COUNT
};
#undef ROW

/* The findings of an order: bits of enum order_finding. The form in which contestants compare. */
typedef uint64_t finding_set;

static inline finding_set found(enum order_finding finding)
{
    return UINT64_C(1) << finding;
}

/** The set that a decision is. */
finding_set finding_set_of(const struct decision *decision);

/** The name of a finding, as in decisions: "rule" or "rule:position". Borrowed for good. */
struct text order_finding_name(enum order_finding finding);

/** Prepares the names; once, before any is asked for. */
void order_findings_init(void);

#endif
