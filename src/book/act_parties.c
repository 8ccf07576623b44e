/* SPDX-License-Identifier: Apache-2.0 */
#include "book/act_parties.h"

#define PARTY(member, position) { #member, offsetof(struct proposal, member), position, false }

const struct act_party act_parties[ACT_COUNT][ACT_PARTIES_MAX + 1] = {
    [ACT_PLACE_ORDER] = { PARTY(seller, POSITION_RESELLER),
                          { "provider", offsetof(struct proposal, provider), POSITION_PROVIDER,
                            true },
                          PARTY(customer, POSITION_CUSTOMER) },
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = { PARTY(provider, POSITION_PROVIDER),
                                              PARTY(reseller, POSITION_RESELLER) },
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = { PARTY(partner, POSITION_PARTNER),
                                              PARTY(customer, POSITION_CUSTOMER) },
    [ACT_ASSOCIATE_PARTNER_ID] = { PARTY(provider, POSITION_PROVIDER),
                                   PARTY(reseller, POSITION_RESELLER) },
    [ACT_ENGAGE_PARTNER] = { PARTY(partner, POSITION_PARTNER), PARTY(customer, POSITION_CUSTOMER) },
    [ACT_END_INDIRECT_RELATIONSHIP] = { PARTY(provider, POSITION_PROVIDER),
                                        PARTY(reseller, POSITION_RESELLER) },
    [ACT_ENROLL] = { PARTY(tenant, POSITION_PARTNER) },
};
