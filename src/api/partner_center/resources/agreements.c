/* SPDX-License-Identifier: Apache-2.0 */
/* The customer agreement: what there is, who has accepted it, and a partner's attestation; and
 * whether a partner has signed its own. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "engine/mpa_status.h"
#include "engine/use_cases.h"

/* The one agreement that a customer accepts; its number is ours. */
#define TEMPLATE_ID "7a6d1c1e-5b0c-4c6e-9a55-0c3b6f1d2e01"
#define TEMPLATE_TYPE "MicrosoftCustomerAgreement"

static bool is_other_type(struct text type)
{
    return type.length > 0 && !(type.length == 1 && type.bytes[0] == '*') &&
           !text_is_in_any_case(type, TEMPLATE_TYPE);
}

/* Where the text of an agreement would be found: at the server itself. */
static void write_link(struct json_writer *writer, const char *key, const struct api_call *call)
{
    char link[ISSUER_BYTES + 128];

    (void)snprintf(link, sizeof(link), "%s/v1/agreementtemplates/%s/document",
                   tokens_issuer(call->api->tokens), TEMPLATE_ID);
    resource_string(writer, key, link);
}

void agreements_list(struct api_call *call)
{
    NOT_CLEARED struct page page;

    page_begin_all(call, &page);
    if (!is_other_type(argument_find(call, "agreementType"))) {
        json_begin_object(&page.writer);
        resource_string(&page.writer, "templateId", TEMPLATE_ID);
        resource_string(&page.writer, "agreementType", TEMPLATE_TYPE);
        write_link(&page.writer, "agreementLink", call);
        resource_integer(&page.writer, "versionRank", 0);
        json_end_object(&page.writer);
        page_count(&page);
    }
    page_end(call, &page);
}

void agreement_document_show(struct api_call *call)
{
    struct text language = argument_find(call, "language");
    struct text market = argument_find(call, "country");
    NOT_CLEARED struct json_writer writer;

    if (!text_is_in_any_case(call->parameters[1], TEMPLATE_ID)) {
        code_answer(call, CODE_NOT_FOUND, NULL);
        return;
    }
    resource_begin(call, &writer);
    write_link(&writer, "displayUri", call);
    write_link(&writer, "downloadUri", call);
    resource_text(&writer, "language", language.length > 0 ? language : TEXT("en-US"));
    resource_text(&writer, "country", market.length > 0 ? market : TEXT("US"));
    resource_end(call, &writer, 200);
}

/* Acceptances of a customer: its own, and what the caller has attested. */
struct acceptances_work {
    struct store_work work; /* first */
    struct api_call *call;
    guid customer;
    bool is_empty;   /* of another type: there are none */
    bool has_direct; /* the customer has accepted it itself */
};

/* Who accepted it for the customer. */
static void write_contact(struct json_writer *writer, const struct contact *contact)
{
    json_key(writer, "primaryContact");
    json_begin_object(writer);
    resource_text(writer, "firstName", contact->first_name);
    resource_text(writer, "lastName", contact->last_name);
    resource_text(writer, "email", contact->email);
    resource_text(writer, "phoneNumber", contact->phone);
    json_end_object(writer);
}

static void write_acceptance(struct json_writer *writer, const struct fact *fact,
                             const struct api_call *call)
{
    json_begin_object(writer);
    write_contact(writer, &fact->customer_agreement.contact);
    resource_string(writer, "templateId", TEMPLATE_ID);
    resource_day(writer, "dateAgreed", fact->customer_agreement.date);
    resource_string(writer, "type", TEMPLATE_TYPE);
    write_link(writer, "agreementLink", call);
    json_end_object(writer);
}

static bool is_shown(const struct acceptances_work *acceptances, const struct fact *fact,
                     date today)
{
    return !acceptances->is_empty && !date_before(today, fact->customer_agreement.date) &&
           (fact->customer_agreement.acceptance == ACCEPTANCE_DIRECT ||
            guid_equal(fact->customer_agreement.partner, acceptances->call->principal.tenant));
}

static enum status show_acceptances(struct store_work *work, struct call *call)
{
    struct acceptances_work *acceptances = (struct acceptances_work *)work;
    struct query_key key = { .ids = { acceptances->customer } };
    NOT_CLEARED struct page page;
    struct rows rows;

    TRY(call->store->find(call, QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER, &key, &rows));
    page_begin_all(acceptances->call, &page);
    for (size_t i = 0; i < rows.count; i++) {
        if (!is_shown(acceptances, &rows.list[i].fact, call->today))
            continue;
        write_acceptance(&page.writer, &rows.list[i].fact, acceptances->call);
        page_count(&page);
    }
    page_end(acceptances->call, &page);
    return STATUS_OK;
}

static enum status find_direct(struct store_work *work, struct call *call)
{
    struct acceptances_work *acceptances = (struct acceptances_work *)work;
    struct query_key key = { .ids = { acceptances->customer } };
    struct rows rows;

    TRY(call->store->find(call, QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER, &key, &rows));
    acceptances->has_direct = false;
    for (size_t i = 0; i < rows.count; i++)
        acceptances->has_direct |=
            rows.list[i].fact.customer_agreement.acceptance == ACCEPTANCE_DIRECT &&
            !date_before(call->today, rows.list[i].fact.customer_agreement.date);
    return STATUS_OK;
}

static bool begin(struct api_call *call, struct acceptances_work *acceptances)
{
    struct customer customer;

    if (!customer_begin(call, &customer))
        return false;
    acceptances->call = call;
    acceptances->customer = customer.card.id;
    customer_end(&customer);
    return true;
}

void customer_agreements_list(struct api_call *call)
{
    struct acceptances_work acceptances = { .work = { show_acceptances } };

    acceptances.is_empty = is_other_type(argument_find(call, "agreementType"));
    if (begin(call, &acceptances))
        (void)call_read(call, &acceptances.work);
}

void customer_direct_sign_show(struct api_call *call)
{
    struct acceptances_work acceptances = { .work = { find_direct } };
    NOT_CLEARED struct json_writer writer;

    if (!begin(call, &acceptances) || !call_read(call, &acceptances.work))
        return;
    resource_begin(call, &writer);
    resource_flag(&writer, "isSigned", acceptances.has_direct);
    resource_end(call, &writer, 200);
}

/* An attestation. */

struct attestation {
    struct contact contact;
    struct text template_id, type;
    date agreed_on;
};

static const struct body_field attestation_fields[] = {
    { "primaryContact.firstName", BODY_TEXT, offsetof(struct attestation, contact.first_name) },
    { "primaryContact.lastName", BODY_TEXT, offsetof(struct attestation, contact.last_name) },
    { "primaryContact.email", BODY_TEXT, offsetof(struct attestation, contact.email) },
    { "primaryContact.phoneNumber", BODY_TEXT, offsetof(struct attestation, contact.phone) },
    { "templateId", BODY_TEXT, offsetof(struct attestation, template_id) },
    { "type", BODY_TEXT, offsetof(struct attestation, type) },
    { "dateAgreed", BODY_DAY, offsetof(struct attestation, agreed_on) },
};

static bool attestation_is_right(struct api_call *call, const struct attestation *attestation)
{
    const char *wrong = NULL;

    if (attestation->contact.first_name.length == 0)
        wrong = "primaryContact.firstName";
    else if (attestation->contact.last_name.length == 0)
        wrong = "primaryContact.lastName";
    else if (attestation->contact.email.length == 0)
        wrong = "primaryContact.email";
    else if (attestation->agreed_on.day == DATE_AFTER_ALL.day)
        wrong = "dateAgreed";
    else if (attestation->type.length == 0 || is_other_type(attestation->type))
        wrong = "type";
    else if (!text_is_in_any_case(attestation->template_id, TEMPLATE_ID))
        wrong = "templateId";
    if (wrong != NULL)
        code_answer_property(call, wrong);
    return wrong == NULL;
}

static void write_attestation(struct api_call *call, const struct attestation *attestation)
{
    NOT_CLEARED struct json_writer writer;

    resource_begin(call, &writer);
    resource_guid(&writer, "userId", call->principal.tenant);
    write_contact(&writer, &attestation->contact);
    resource_string(&writer, "templateId", TEMPLATE_ID);
    resource_day(&writer, "dateAgreed", attestation->agreed_on);
    resource_string(&writer, "type", TEMPLATE_TYPE);
    resource_end(call, &writer, 201);
}

void customer_agreement_attest(struct api_call *call)
{
    struct act_input input = act_input_begin();
    struct attestation attestation = { .agreed_on = DATE_AFTER_ALL };
    struct body body;

    input.partner = call->principal.tenant;
    if (!customer_read_id(call, &input.customer) || !body_begin(call, &body))
        return;
    if (body_read(call, body.root, attestation_fields, COUNT_OF(attestation_fields),
                  &attestation) &&
        attestation_is_right(call, &attestation)) {
        input.date = attestation.agreed_on;
        input.particulars.first_name = attestation.contact.first_name;
        input.particulars.last_name = attestation.contact.last_name;
        input.particulars.email = attestation.contact.email;
        input.particulars.phone = attestation.contact.phone;
        if (acting_do_plain(call, &use_case_attest_customer_agreement, &input))
            write_attestation(call, &attestation);
    }
    body_end(&body);
}

/* Whether a partner has signed the partner agreement. */

struct signature_work {
    struct store_work work; /* first */
    struct mpa_question question;
    struct mpa_status status;
    bool is_by_tenant;
};

static enum status find_signature(struct store_work *work, struct call *call)
{
    struct signature_work *signature = (struct signature_work *)work;

    return mpa_status_find(call, &signature->question, &signature->status);
}

static bool read_whom(struct api_call *call, struct signature_work *signature)
{
    struct text mpn_id = argument_find(call, "mpnId");
    struct text tenant = argument_find(call, "tenantId");

    if (mpn_id.length == 0 && tenant.length == 0) {
        code_answer(call, CODE_SIGNER_MISSING, NULL);
        return false;
    }
    signature->question.mpn_id = mpn_id;
    signature->is_by_tenant = tenant.length > 0;
    if ((mpn_id.length > 0 && tenant.length > 0) ||
        (mpn_id.length > 0 && (!text_is_digits(mpn_id) || mpn_id.length > FIELD_ID_BYTES_MAX)) ||
        (tenant.length > 0 && !guid_parse(tenant, &signature->question.tenant))) {
        code_answer(call, CODE_SIGNER_WRONG, NULL);
        return false;
    }
    return true;
}

/* By which code it is told that nobody can say, or that it is not signed there. */
static enum code code_of_signature(const struct signature_work *signature)
{
    switch (signature->status.state) {
    case MPA_UNKNOWN_ID:
        return signature->is_by_tenant ? CODE_SIGNER_TENANT_UNKNOWN : CODE_SIGNER_ID_UNKNOWN;
    case MPA_OTHER_REGION:
        return CODE_OTHER_REGION;
    case MPA_NOT_ENROLLED_AS_RESELLER:
        return CODE_SIGNER_NO_RESELLER;
    case MPA_SIGNED_IN_OTHER_REGION:
        return CODE_SIGNED_ELSEWHERE;
    case MPA_UNSIGNED:
        return signature->is_by_tenant ? CODE_SIGNER_TENANT_UNSIGNED : CODE_COUNT;
    case MPA_SIGNED:
    case MPA_STATE_COUNT:
        break;
    }
    return CODE_COUNT;
}

void agreement_status_show(struct api_call *call)
{
    struct signature_work signature = { .work = { find_signature } };
    NOT_CLEARED struct json_writer writer;
    enum code code = CODE_COUNT;

    signature.question.asking = call->principal.tenant;
    signature.question.is_about_reseller = true;
    if (!read_whom(call, &signature) || !call_read(call, &signature.work))
        return;
    code = code_of_signature(&signature);
    if (code != CODE_COUNT) {
        code_answer(call, code, NULL);
        return;
    }
    resource_begin(call, &writer);
    resource_flag(&writer, "isAgreementSigned", signature.status.state == MPA_SIGNED);
    resource_end(call, &writer, 200);
}
