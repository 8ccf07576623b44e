/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_ENGINE_PARTIES_H
#define AVAL_TESTS_UNIT_ENGINE_PARTIES_H

/*
 * Parties for a trial's book, each with the facts by which it may act from 2020 on; the letter is
 * that of its GUID and names all that is its. They are put one after the other.
 */
#define TENANT(letter, country, kind)                                                              \
    "organization id=" letter " name=" letter " country=" country "\n"                             \
    "tenant id=@" letter " domain=" letter ".example organization=" letter " country=" country     \
    " kind=" kind "\n"
#define PARTNER(letter, country, role)                                                             \
    TENANT(letter, country, "partner")                                                             \
    "account tenant=@" letter " onboarded_on=2019-05-01\n"                                         \
    "enrollment tenant=@" letter " role=" role " status=active from=2019-05-01\n"                  \
    "agreement agreement=MPA tenant=@" letter " signed_on=2020-01-15 signed_by=admin\n"
#define PROVIDER(letter) PARTNER(letter, "DE", "indirect_provider")
#define RESELLER(letter) PARTNER(letter, "DE", "indirect_reseller")
#define DIRECT(letter) PARTNER(letter, "DE", "direct_bill")
#define CUSTOMER(letter)                                                                           \
    TENANT(letter, "DE", "customer")                                                               \
    "customer_agreement customer=@" letter " acceptance=direct date=2020-01-31\n"

#define RELATED(provider, reseller)                                                                \
    "indirect_relationship provider=@" provider " reseller=@" reseller " from=2020-01-01\n"
#define SERVED(partner, customer)                                                                  \
    "customer_relationship partner=@" partner " customer=@" customer " from=2020-01-01\n"
#define PARTNER_ID(mpn_id, letter) "partner_id mpn_id=" mpn_id " tenant=@" letter " country=DE\n"
#define OFFER(letter) "offer id=" letter " name=" letter " publisher=Vendor party=first markets=*\n"

#endif
