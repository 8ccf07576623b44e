/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of every type of fact: the one table for JSON lines and CSV. */
#include "base/attributes.h"
#include "exchange/world_private.h"

#define FIELD(name, kind, member)                                                                  \
    { TEXT_ROW(name), kind, false, NULL, offsetof(struct fact, member) }
#define OPTIONAL_FIELD(name, kind, member)                                                         \
    { TEXT_ROW(name), kind, true, NULL, offsetof(struct fact, member) }
#define WORD_FIELD(name, kind, words, member)                                                      \
    { TEXT_ROW(name), kind, false, &(words), offsetof(struct fact, member) }
#define VALIDITY_FIELDS                                                                            \
    OPTIONAL_FIELD("from", FIELD_DATE, valid.from), OPTIONAL_FIELD("to", FIELD_DATE, valid.to)

static const struct field organization_fields[] = {
    FIELD("id", FIELD_TEXT, organization.id),
    FIELD("name", FIELD_TEXT, organization.name),
    FIELD("country", FIELD_COUNTRY, organization.country),
};
static const struct field ownership_fields[] = {
    FIELD("owner", FIELD_TEXT, ownership.owner),
    FIELD("owned", FIELD_TEXT, ownership.owned),
    VALIDITY_FIELDS,
};
static const struct field tenant_fields[] = {
    FIELD("id", FIELD_GUID, tenant.id),
    FIELD("domain", FIELD_DOMAIN, tenant.domain),
    FIELD("organization", FIELD_TEXT, tenant.organization),
    FIELD("country", FIELD_COUNTRY, tenant.country),
    WORD_FIELD("kind", FIELD_WORD, tenant_kind_words, tenant.kind),
};
static const struct field account_fields[] = {
    FIELD("tenant", FIELD_GUID, account.tenant),
    FIELD("onboarded_on", FIELD_DATE, account.onboarded_on),
};
static const struct field enrollment_fields[] = {
    FIELD("tenant", FIELD_GUID, enrollment.tenant),
    WORD_FIELD("role", FIELD_WORD, role_words, enrollment.role),
    WORD_FIELD("status", FIELD_WORD, enrollment_status_words, enrollment.status),
    VALIDITY_FIELDS,
};
static const struct field partner_id_fields[] = {
    FIELD("mpn_id", FIELD_DIGITS, partner_id.mpn_id),
    FIELD("tenant", FIELD_GUID, partner_id.tenant),
    FIELD("country", FIELD_COUNTRY, partner_id.country),
};
static const struct field agreement_fields[] = {
    WORD_FIELD("agreement", FIELD_WORD, agreement_words, agreement.agreement),
    FIELD("tenant", FIELD_GUID, agreement.tenant),
    FIELD("signed_on", FIELD_DATE, agreement.signed_on),
    FIELD("signed_by", FIELD_TEXT, agreement.signed_by),
};
static const struct field customer_agreement_fields[] = {
    FIELD("customer", FIELD_GUID, customer_agreement.customer),
    WORD_FIELD("acceptance", FIELD_WORD, acceptance_words, customer_agreement.acceptance),
    OPTIONAL_FIELD("partner", FIELD_GUID, customer_agreement.partner),
    FIELD("date", FIELD_DATE, customer_agreement.date),
    OPTIONAL_FIELD("first_name", FIELD_TEXT, customer_agreement.contact.first_name),
    OPTIONAL_FIELD("last_name", FIELD_TEXT, customer_agreement.contact.last_name),
    OPTIONAL_FIELD("email", FIELD_TEXT, customer_agreement.contact.email),
    OPTIONAL_FIELD("phone", FIELD_TEXT, customer_agreement.contact.phone),
};
static const struct field indirect_relationship_fields[] = {
    FIELD("provider", FIELD_GUID, indirect_relationship.provider),
    FIELD("reseller", FIELD_GUID, indirect_relationship.reseller),
    VALIDITY_FIELDS,
};
static const struct field service_agreement_fields[] = {
    FIELD("provider", FIELD_GUID, service_agreement.provider),
    FIELD("reseller", FIELD_GUID, service_agreement.reseller),
    WORD_FIELD("services", FIELD_WORDS, service_words, service_agreement.services),
    VALIDITY_FIELDS,
};
static const struct field customer_relationship_fields[] = {
    FIELD("partner", FIELD_GUID, customer_relationship.partner),
    FIELD("customer", FIELD_GUID, customer_relationship.customer),
    VALIDITY_FIELDS,
};
static const struct field offer_fields[] = {
    FIELD("id", FIELD_TEXT, offer.id),
    FIELD("name", FIELD_TEXT, offer.name),
    FIELD("publisher", FIELD_TEXT, offer.publisher),
    WORD_FIELD("party", FIELD_WORD, offer_party_words, offer.party),
    FIELD("markets", FIELD_MARKETS, offer.markets),
    VALIDITY_FIELDS,
};

static const struct field capability_fields[] = {
    FIELD("tenant", FIELD_GUID, capability.tenant),
    WORD_FIELD("capability", FIELD_WORD, capability_words, capability.capability),
    FIELD("attested_on", FIELD_DATE, capability.attested_on),
};
static const struct field invitation_fields[] = {
    FIELD("id", FIELD_GUID, invitation.id),
    WORD_FIELD("kind", FIELD_WORD, invitation_kind_words, invitation.kind),
    WORD_FIELD("status", FIELD_WORD, invitation_status_words, invitation.status),
    FIELD("inviter", FIELD_GUID, invitation.inviter),
    OPTIONAL_FIELD("reseller", FIELD_GUID, invitation.reseller),
    OPTIONAL_FIELD("customer", FIELD_GUID, invitation.customer),
    FIELD("token", FIELD_TEXT, invitation.token),
    FIELD("sent_on", FIELD_DATE, invitation.sent_on),
    FIELD("expires_on", FIELD_DATE, invitation.expires_on),
    OPTIONAL_FIELD("settled_on", FIELD_DATE, invitation.settled_on),
};
static const struct field support_case_fields[] = {
    FIELD("id", FIELD_GUID, support_case.id),
    FIELD("provider", FIELD_GUID, support_case.provider),
    FIELD("reseller", FIELD_GUID, support_case.reseller),
    WORD_FIELD("requested_by", FIELD_WORD, requester_words, support_case.requested_by),
    WORD_FIELD("status", FIELD_WORD, case_status_words, support_case.status),
    FIELD("opened_on", FIELD_DATE, support_case.opened_on),
    OPTIONAL_FIELD("closed_on", FIELD_DATE, support_case.closed_on),
};
static const struct field engagement_fields[] = {
    FIELD("partner", FIELD_GUID, engagement.partner),
    FIELD("customer", FIELD_GUID, engagement.customer),
    VALIDITY_FIELDS,
};
static const struct field privilege_fields[] = {
    FIELD("partner", FIELD_GUID, privilege.partner),
    FIELD("customer", FIELD_GUID, privilege.customer),
    VALIDITY_FIELDS,
};
static const struct field order_fields[] = {
    FIELD("id", FIELD_GUID, order.id),
    FIELD("customer", FIELD_GUID, order.customer),
    FIELD("seller", FIELD_GUID, order.seller),
    OPTIONAL_FIELD("provider", FIELD_GUID, order.provider),
    FIELD("offer", FIELD_TEXT, order.offer),
    FIELD("quantity", FIELD_QUANTITY, order.quantity),
    OPTIONAL_FIELD("mpn_id", FIELD_DIGITS, order.mpn_id),
    FIELD("placed_on", FIELD_DATE, order.placed_on),
    OPTIONAL_FIELD("line_of", FIELD_GUID, order.line_of),
    OPTIONAL_FIELD("line", FIELD_QUANTITY, order.line),
};
static const struct field subscription_fields[] = {
    FIELD("id", FIELD_GUID, subscription.id),
    FIELD("customer", FIELD_GUID, subscription.customer),
    FIELD("order", FIELD_GUID, subscription.order),
    FIELD("quantity", FIELD_QUANTITY, subscription.quantity),
    OPTIONAL_FIELD("parent", FIELD_GUID, subscription.parent),
};
static const struct field subscription_status_fields[] = {
    FIELD("subscription", FIELD_GUID, subscription_status.subscription),
    FIELD("customer", FIELD_GUID, subscription_status.customer),
    WORD_FIELD("status", FIELD_WORD, subscription_status_words, subscription_status.status),
    VALIDITY_FIELDS,
};
static const struct field partner_of_record_fields[] = {
    FIELD("subscription", FIELD_GUID, partner_of_record.subscription),
    FIELD("customer", FIELD_GUID, partner_of_record.customer),
    FIELD("mpn_id", FIELD_DIGITS, partner_of_record.mpn_id),
    VALIDITY_FIELDS,
};
static const struct field particulars_fields[] = {
    FIELD("tenant", FIELD_GUID, particulars.tenant),
    WORD_FIELD("purpose", FIELD_WORD, particulars_purpose_words, particulars.purpose),
#define PARTICULAR(name) OPTIONAL_FIELD(#name, FIELD_TEXT, particulars.are.name),
    PARTICULARS(PARTICULAR)
#undef PARTICULAR
        VALIDITY_FIELDS,
};
static const struct field subscription_terms_fields[] = {
    FIELD("subscription", FIELD_GUID, subscription_terms.subscription),
    FIELD("customer", FIELD_GUID, subscription_terms.customer),
    FIELD("quantity", FIELD_QUANTITY, subscription_terms.quantity),
    WORD_FIELD("renewal", FIELD_WORD, renewal_words, subscription_terms.renewal),
    OPTIONAL_FIELD("friendly_name", FIELD_TEXT, subscription_terms.friendly_name),
    VALIDITY_FIELDS,
};

/* In a dossier. */
static const struct field dossier_organization_fields[] = {
    FIELD("id", FIELD_TEXT, organization.id),
    FIELD("name", FIELD_TEXT, organization.name),
};
static const struct field dossier_agreement_fields[] = {
    WORD_FIELD("agreement", FIELD_WORD, agreement_words, agreement.agreement),
    FIELD("tenant", FIELD_GUID, agreement.tenant),
    FIELD("signed_on", FIELD_DATE, agreement.signed_on),
};
static const struct field dossier_customer_agreement_fields[] = {
    FIELD("customer", FIELD_GUID, customer_agreement.customer),
    WORD_FIELD("acceptance", FIELD_WORD, acceptance_words, customer_agreement.acceptance),
    OPTIONAL_FIELD("partner", FIELD_GUID, customer_agreement.partner),
    FIELD("date", FIELD_DATE, customer_agreement.date),
};
static const struct field dossier_offer_fields[] = {
    FIELD("id", FIELD_TEXT, offer.id),
    FIELD("markets", FIELD_MARKETS, offer.markets),
    VALIDITY_FIELDS,
};

#define SHAPE(name) { #name, name##_fields, COUNT_OF(name##_fields) }
const struct shape fact_shapes[FACT_TYPE_COUNT] = {
    [FACT_ORGANIZATION] = SHAPE(organization),
    [FACT_OWNERSHIP] = SHAPE(ownership),
    [FACT_TENANT] = SHAPE(tenant),
    [FACT_ACCOUNT] = SHAPE(account),
    [FACT_ENROLLMENT] = SHAPE(enrollment),
    [FACT_PARTNER_ID] = SHAPE(partner_id),
    [FACT_AGREEMENT] = SHAPE(agreement),
    [FACT_CUSTOMER_AGREEMENT] = SHAPE(customer_agreement),
    [FACT_INDIRECT_RELATIONSHIP] = SHAPE(indirect_relationship),
    [FACT_SERVICE_AGREEMENT] = SHAPE(service_agreement),
    [FACT_CUSTOMER_RELATIONSHIP] = SHAPE(customer_relationship),
    [FACT_OFFER] = SHAPE(offer),
    [FACT_CAPABILITY] = SHAPE(capability),
    [FACT_INVITATION] = SHAPE(invitation),
    [FACT_SUPPORT_CASE] = SHAPE(support_case),
    [FACT_ENGAGEMENT] = SHAPE(engagement),
    [FACT_PRIVILEGE] = SHAPE(privilege),
    [FACT_ORDER] = SHAPE(order),
    [FACT_SUBSCRIPTION] = SHAPE(subscription),
    [FACT_SUBSCRIPTION_STATUS] = SHAPE(subscription_status),
    [FACT_PARTNER_OF_RECORD] = SHAPE(partner_of_record),
    [FACT_PARTICULARS] = SHAPE(particulars),
    [FACT_SUBSCRIPTION_TERMS] = SHAPE(subscription_terms),
};

#define DOSSIER_SHAPE(name) { #name, dossier_##name##_fields, COUNT_OF(dossier_##name##_fields) }
const struct shape dossier_shapes[FACT_TYPE_COUNT] = {
    [FACT_ORGANIZATION] = DOSSIER_SHAPE(organization),
    [FACT_OWNERSHIP] = SHAPE(ownership),
    [FACT_TENANT] = SHAPE(tenant),
    [FACT_ACCOUNT] = SHAPE(account),
    [FACT_ENROLLMENT] = SHAPE(enrollment),
    [FACT_PARTNER_ID] = SHAPE(partner_id),
    [FACT_AGREEMENT] = DOSSIER_SHAPE(agreement),
    [FACT_CUSTOMER_AGREEMENT] = DOSSIER_SHAPE(customer_agreement),
    [FACT_INDIRECT_RELATIONSHIP] = SHAPE(indirect_relationship),
    [FACT_SERVICE_AGREEMENT] = SHAPE(service_agreement),
    [FACT_CUSTOMER_RELATIONSHIP] = SHAPE(customer_relationship),
    [FACT_OFFER] = DOSSIER_SHAPE(offer),
};

static enum status refuse(const struct shape_reading *reading, struct problem problem)
{
    problem.line = reading->line;
    reading->sink->report(reading->sink, &problem);
    return STATUS_INVALID;
}

/* An attestation names its partner, and nothing else does. */
static enum status check_attestation(const struct fact *fact, const struct shape_reading *reading)
{
    bool has_partner = shape_has(&fact_shapes[FACT_CUSTOMER_AGREEMENT], reading,
                                 offsetof(struct fact, customer_agreement.partner));
    bool is_attested = fact->customer_agreement.acceptance == ACCEPTANCE_ATTESTED;

    if (has_partner == is_attested)
        return STATUS_OK;
    return refuse(reading, (struct problem){ .kind = has_partner ? PROBLEM_PARTNER_OF_DIRECT
                                                                 : PROBLEM_KEY_MISSING,
                                             .field = TEXT("partner"),
                                             .expected = field_kind_phrase(FIELD_GUID) });
}

/* A further line has its number, and a first line none. */
static enum status check_line(const struct fact *fact, const struct shape_reading *reading)
{
    if (guid_is_none(fact->order.line_of) == (fact->order.line == 0))
        return STATUS_OK;
    return refuse(reading,
                  (struct problem){ .kind = PROBLEM_KEY_MISSING,
                                    .field = fact->order.line == 0 ? TEXT("line") : TEXT("line_of"),
                                    .expected = field_kind_phrase(
                                        fact->order.line == 0 ? FIELD_QUANTITY : FIELD_GUID) });
}

enum status fact_check(const struct fact *fact, const struct shape_reading *reading)
{
    char to[DATE_LENGTH + 1];

    if (date_before(fact->valid.to, fact->valid.from)) {
        date_format(fact->valid.to, to);
        return refuse(reading, (struct problem){ .kind = PROBLEM_ENDS_BEFORE_IT_BEGINS,
                                                 .field = TEXT("to"),
                                                 .found = text_of(to) });
    }
    if (fact->type == FACT_ORDER)
        return check_line(fact, reading);
    return fact->type == FACT_CUSTOMER_AGREEMENT ? check_attestation(fact, reading) : STATUS_OK;
}
