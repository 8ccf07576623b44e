/* SPDX-License-Identifier: Apache-2.0 */
/* Who bills and supports whom, and on which agreements (S1, T6). */
#include "exchange/full_private.h"

/* A link of the chain: REQUEST_NONE at the top is the vendor. */
struct tier {
    const char *obligation;
    uint32_t from;
    uint32_t to;
    const char *statement;
};

static void write_end(struct json_writer *writer, const struct full *full, uint32_t tenant)
{
    if (tenant == REQUEST_NONE)
        json_string(writer, "vendor");
    else
        full_write_tenant(writer, full, tenant);
}

static void write_statement(struct json_writer *writer, const char *statement)
{
    json_key(writer, "statements");
    json_begin_array(writer);
    if (statement != NULL)
        json_string(writer, statement);
    json_end_array(writer);
}

static void write_tier(struct json_writer *writer, const struct full *full, const struct tier *tier,
                       bool has_currency)
{
    const char *currency =
        market_currency(full->dossier.party[POSITION_CUSTOMER].market, full->dossier.date);

    json_begin_object(writer);
    json_key(writer, "obligation");
    json_string(writer, tier->obligation);
    json_key(writer, "from");
    write_end(writer, full, tier->from);
    json_key(writer, "to");
    write_end(writer, full, tier->to);
    if (has_currency) {
        json_key(writer, "currency");
        if (currency[0] == '\0')
            json_null(writer);
        else
            json_string(writer, currency);
    }
    write_statement(writer, tier->statement);
    json_end_object(writer);
}

static void write_bill(struct json_writer *writer, const struct full *full, uint32_t from,
                       uint32_t to, const char *statement)
{
    write_tier(writer, full, &(struct tier){ "bills", from, to, statement }, true);
}

static void write_agreement(struct json_writer *writer, const struct full *full, uint32_t party,
                            const char *agreement, const char *statement)
{
    json_begin_object(writer);
    json_key(writer, "obligation");
    json_string(writer, "agreement");
    json_key(writer, "party");
    full_write_tenant(writer, full, party);
    json_key(writer, "agreement");
    json_string(writer, agreement);
    write_statement(writer, statement);
    json_end_object(writer);
}

/* T6: what the provider does for the reseller's customers, it does in the reseller's place. */
static void write_indirect(struct json_writer *writer, const struct full *full, uint32_t customer)
{
    uint32_t provider = full->request.party[POSITION_PROVIDER];
    uint32_t reseller = full->request.party[POSITION_RESELLER];
    bool bills = (full->grounds.services & BIT(SERVICE_BILLING)) != 0;
    bool supports = (full->grounds.services & BIT(SERVICE_SUPPORT)) != 0;

    write_bill(writer, full, REQUEST_NONE, provider, "T2");
    if (bills) {
        write_bill(writer, full, provider, customer, "T6");
    } else {
        write_bill(writer, full, provider, reseller, "T4");
        write_bill(writer, full, reseller, customer, "S1");
    }
    write_tier(writer, full,
               &(struct tier){ "supports", supports ? provider : reseller, customer,
                               supports ? "T6" : "S1" },
               false);
    write_agreement(writer, full, provider, "MPA", "M1");
    write_agreement(writer, full, reseller, "MPA", "M1");
}

static void write_direct(struct json_writer *writer, const struct full *full, uint32_t customer)
{
    uint32_t seller = full->request.party[POSITION_DIRECT_BILL];

    write_bill(writer, full, REQUEST_NONE, seller, "T11");
    write_bill(writer, full, seller, customer, "S1");
    write_tier(writer, full, &(struct tier){ "supports", seller, customer, "S1" }, false);
    write_agreement(writer, full, seller, "MPA", "M1");
}

void full_write_obligations(struct json_writer *writer, const struct full *full)
{
    uint32_t customer = full->request.party[POSITION_CUSTOMER];

    json_begin_array(writer);
    if (full->request.act == ACT_PLACE_ORDER && decision_is_supported(&full->decision)) {
        if (dossier_has(&full->dossier, POSITION_PROVIDER))
            write_indirect(writer, full, customer);
        else
            write_direct(writer, full, customer);
        write_agreement(writer, full, customer, "MCA", NULL);
    }
    json_end_array(writer);
}
