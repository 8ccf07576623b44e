/* SPDX-License-Identifier: Apache-2.0 */
/* What the caller tells of itself: each profile is a form of its particulars, and one table of the
 * form reads and writes it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/partner_center/resources/address_answer.h"
#include "engine/use_cases.h"
#include "engine/version.h"

/* The form in which a profile has particulars. */
struct particulars_form {
    enum particulars_purpose purpose;
    const struct body_field *fields; /* of a struct particulars; those of an object together */
    size_t field_count;
    const char *address; /* the object that is an address; NULL: it has none */
    const char *type;    /* "BillingProfile"; NULL: it is a part of another */
    const char *profile; /* "profileType" */
    const char *path;
    bool has_etag;
    const struct particulars_form *part; /* what else the profile has; or NULL */
};

/* The particulars that a tenant has, or what its organisation tells where it has none. */
struct particulars_found {
    struct particulars are;
    struct fact tenant;
    char etag[ETAG_BYTES];
    char version[24]; /* in digits */
};

/* The forms. */

#define TOLD(path, member) { path, BODY_TEXT, offsetof(struct particulars, member) }
#define ADDRESS(object)                                                                            \
    TOLD(object ".country", address_country), TOLD(object ".region", address_region),              \
        TOLD(object ".city", city), TOLD(object ".state", state),                                  \
        TOLD(object ".addressLine1", address_line_1),                                              \
        TOLD(object ".addressLine2", address_line_2), TOLD(object ".postalCode", postal_code),     \
        TOLD(object ".firstName", first_name), TOLD(object ".lastName", last_name),                \
        TOLD(object ".phoneNumber", phone)
#define CONTACT                                                                                    \
    TOLD("primaryContact.firstName", contact_first_name),                                          \
        TOLD("primaryContact.lastName", contact_last_name),                                        \
        TOLD("primaryContact.email", contact_email),                                               \
        TOLD("primaryContact.phoneNumber", contact_phone)

static const struct body_field billing_fields[] = {
    TOLD("companyName", company_name),           ADDRESS("address"),    CONTACT,
    TOLD("purchaseOrderNumber", purchase_order), TOLD("taxId", tax_id),
};

static const struct particulars_form billing_form = {
    .purpose = PARTICULARS_BILLING,
    .fields = billing_fields,
    .field_count = COUNT_OF(billing_fields),
    .address = "address",
    .type = "BillingProfile",
    .profile = "BillingProfile",
    .path = "/profiles/billing",
    .has_etag = true,
};

static const struct body_field approver_fields[] = {
    ADDRESS("companyApproverAddress"),
    TOLD("companyApproverEmail", email),
};

static const struct particulars_form approver_form = {
    .purpose = PARTICULARS_LEGAL_APPROVER,
    .fields = approver_fields,
    .field_count = COUNT_OF(approver_fields),
    .address = "companyApproverAddress",
};

static const struct body_field legal_fields[] = {
    TOLD("companyName", company_name),
    ADDRESS("address"),
    CONTACT,
};

static const struct particulars_form legal_form = {
    .purpose = PARTICULARS_LEGAL,
    .fields = legal_fields,
    .field_count = COUNT_OF(legal_fields),
    .address = "address",
    .type = "LegalBusinessProfile",
    .profile = "LegalBusinessProfile",
    .path = "/profiles/legalbusiness",
    .part = &approver_form,
};

static const struct body_field support_fields[] = {
    TOLD("email", email),
    TOLD("telephone", phone),
    TOLD("website", website),
};

static const struct particulars_form support_form = {
    .purpose = PARTICULARS_SUPPORT,
    .fields = support_fields,
    .field_count = COUNT_OF(support_fields),
    .type = "PartnerSupportProfile",
    .profile = "support_profile",
    .path = "/profiles/support",
};

static const struct body_field organization_fields[] = {
    TOLD("companyName", company_name), ADDRESS("defaultAddress"), TOLD("email", email),
    TOLD("language", language),        TOLD("culture", culture),
};

static const struct particulars_form organization_form = {
    .purpose = PARTICULARS_ORGANIZATION,
    .fields = organization_fields,
    .field_count = COUNT_OF(organization_fields),
    .address = "defaultAddress",
    .type = "OrganizationProfile",
    .profile = "OrganizationProfile",
    .path = "/profiles/organization",
    .has_etag = true,
};

/* Finding. */

static void keep_current(struct particulars_found *found, const struct rows *rows,
                         enum particulars_purpose purpose, date today)
{
    date begun = DATE_BEFORE_ALL;

    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        if (fact->particulars.purpose != purpose || !interval_holds(fact->valid, today) ||
            date_before(fact->valid.from, begun))
            continue;
        begun = fact->valid.from;
        found->are = fact->particulars.are;
    }
}

static enum status particulars_find(struct call *call, guid tenant,
                                    enum particulars_purpose purpose,
                                    struct particulars_found *out_found)
{
    struct query_key key = { .ids = { tenant } };
    struct row row;
    struct rows rows;
    uint64_t version = 0;
    char market[3];

    *out_found = (struct particulars_found){ 0 };
    TRY(call->store->find(call, QUERY_PARTICULARS_OF_TENANT, &key, &rows));
    keep_current(out_found, &rows, purpose, call->today);
    TRY(version_of_particulars(call, tenant, purpose, &version));
    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    out_found->tenant = row.fact;
    key.text = row.fact.tenant.organization;
    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
    if (out_found->are.company_name.length == 0)
        out_found->are.company_name = row.fact.organization.name;
    country_format(out_found->tenant.tenant.country, market);
    if (out_found->are.address_country.length == 0)
        out_found->are.address_country = arena_keep(&call->arena, text_of(market));
    (void)snprintf(out_found->version, sizeof(out_found->version), "%" PRIu64, version);
    resource_etag(version == 0 ? row.fact.organization.name : text_of(out_found->version),
                  out_found->etag);
    return STATUS_OK;
}

/* Writing. */

static struct text value_of(const struct body_field *field, const struct particulars *are)
{
    struct text value;

    memcpy(&value, (const char *)are + field->offset, sizeof(value));
    return value;
}

/* The members of an object, or those of none; gives how many fields were gone through. */
static size_t write_group(struct json_writer *writer, const struct particulars_form *form,
                          size_t first, const struct particulars *are)
{
    const char *path = form->fields[first].path;
    size_t length = strcspn(path, ".");
    size_t i = first;
    char object[32];

    if (path[length] == '\0') {
        resource_text(writer, path, value_of(&form->fields[first], are));
        return 1;
    }
    (void)snprintf(object, sizeof(object), "%.*s", (int)length, path);
    json_key(writer, object);
    json_begin_object(writer);
    for (; i < form->field_count && strncmp(form->fields[i].path, path, length + 1) == 0; i++)
        resource_text(writer, form->fields[i].path + length + 1, value_of(&form->fields[i], are));
    json_end_object(writer);
    return i - first;
}

static void particulars_write(struct json_writer *writer, const struct particulars_form *form,
                              const struct particulars *are)
{
    for (size_t i = 0; i < form->field_count;)
        i += write_group(writer, form, i, are);
}

static void write_whole(struct json_writer *writer, const struct particulars_form *form,
                        const struct particulars_found *found, const struct particulars *part)
{
    if (form->purpose == PARTICULARS_ORGANIZATION) {
        resource_guid(writer, "id", found->tenant.tenant.id);
        resource_guid(writer, "tenantId", found->tenant.tenant.id);
        resource_text(writer, "domain", found->tenant.tenant.domain);
    }
    particulars_write(writer, form, &found->are);
    if (form->part != NULL)
        particulars_write(writer, form->part, part);
    if (form->purpose == PARTICULARS_LEGAL) {
        resource_string(writer, "vettingStatus", "authorized");
        resource_string(writer, "vettingSubStatus", "none");
    }
    resource_string(writer, "profileType", form->profile);
    resource_links(writer, form->path);
    resource_attributes(writer, form->type, form->has_etag ? found->etag : NULL);
}

/* Shows a resource. */
struct particulars_work {
    struct store_work work; /* first */
    struct api_call *call;
    const struct particulars_form *form;
};

static enum status show_found(struct store_work *work, struct call *call)
{
    struct particulars_work *particulars = (struct particulars_work *)work;
    const struct particulars_form *form = particulars->form;
    NOT_CLEARED struct json_writer writer;
    struct particulars_found found;
    struct particulars_found part = { 0 };

    TRY(particulars_find(call, particulars->call->principal.tenant, form->purpose, &found));
    if (form->part != NULL)
        TRY(particulars_find(call, particulars->call->principal.tenant, form->part->purpose,
                             &part));
    resource_begin(particulars->call, &writer);
    write_whole(&writer, form, &found, &part.are);
    resource_end(particulars->call, &writer, 200);
    return STATUS_OK;
}

static void show(struct api_call *call, const struct particulars_form *form)
{
    struct particulars_work particulars = { .work = { show_found }, .call = call, .form = form };

    (void)call_read(call, &particulars.work);
}

/* Changing. */

/* Whether a body tells of an address at all. */
static bool tells_address(const struct particulars *are)
{
    return are->address_country.length > 0 || are->address_line_1.length > 0 ||
           are->city.length > 0 || are->postal_code.length > 0;
}

/* What there is, kept beyond the store's call: only whether it is what is wanted. */
struct current_work {
    struct store_work work; /* first */
    const struct particulars_form *form;
    guid tenant;
    const struct particulars *wanted;
    bool is_equal;
    char etag[ETAG_BYTES];
    char version[24];
};

static enum status find_current(struct store_work *work, struct call *call)
{
    struct current_work *current = (struct current_work *)work;
    struct particulars_found found;

    TRY(particulars_find(call, current->tenant, current->form->purpose, &found));
    current->is_equal = true;
    for (size_t i = 0; i < current->form->field_count; i++) {
        const struct body_field *field = &current->form->fields[i];

        current->is_equal = current->is_equal && text_equal(value_of(field, &found.are),
                                                            value_of(field, current->wanted));
    }
    memcpy(current->etag, found.etag, sizeof(current->etag));
    memcpy(current->version, found.version, sizeof(current->version));
    return STATUS_OK;
}

static bool check_address(struct api_call *call, const struct particulars_form *form,
                          const struct particulars *are)
{
    struct address address = { are->address_country, are->address_line_1, are->city,
                               are->state,           are->postal_code,    are->phone };

    return form->address == NULL || !tells_address(are) ||
           address_is_right(call, form->address, &address);
}

/* Sets what the body tells; what is there already is not set again. */
static bool set(struct api_call *call, const struct particulars_form *form, const struct body *body)
{
    struct act_input input = act_input_begin();
    struct current_work current = { .work = { find_current },
                                    .form = form,
                                    .tenant = call->principal.tenant };
    struct text etag = TEXT("");
    const struct body_field etag_field = { "attributes.etag", BODY_TEXT, 0 };

    if (!body_read(call, body->root, form->fields, form->field_count, &input.particulars) ||
        !body_read(call, body->root, &etag_field, 1, &etag))
        return false;
    if (!check_address(call, form, &input.particulars))
        return false;
    current.wanted = &input.particulars;
    if (!call_read(call, &current.work))
        return false;
    if (current.is_equal)
        return true;
    if (form->has_etag && !resource_etag_is_right(call, current.etag, etag))
        return false;
    input.tenant = call->principal.tenant;
    input.purpose = form->purpose;
    input.version = text_of(current.version);
    return acting_do_plain(call, &use_case_set_particulars, &input);
}

/* A part that the body does not tell is left as it is. The request's id is that of the other act:
 * what is told again is there already, and not done again. */
static bool set_part(struct api_call *call, const struct particulars_form *form,
                     const struct body *body)
{
    bool has_own_request_id = call->has_own_request_id;
    struct particulars told = { 0 };
    bool is_set = false;

    if (!body_read(call, body->root, form->fields, form->field_count, &told))
        return false;
    if (told.email.length == 0 && !tells_address(&told))
        return true;
    call->has_own_request_id = false;
    is_set = set(call, form, body);
    call->has_own_request_id = has_own_request_id;
    return is_set;
}

static void change(struct api_call *call, const struct particulars_form *form)
{
    struct body body;

    if (!body_begin(call, &body))
        return;
    if ((form->part == NULL || set_part(call, form->part, &body)) && set(call, form, &body))
        show(call, form);
    body_end(&body);
}

void profile_billing_show(struct api_call *call)
{
    show(call, &billing_form);
}

void profile_billing_change(struct api_call *call)
{
    change(call, &billing_form);
}

void profile_legal_show(struct api_call *call)
{
    show(call, &legal_form);
}

void profile_legal_change(struct api_call *call)
{
    change(call, &legal_form);
}

void profile_support_show(struct api_call *call)
{
    show(call, &support_form);
}

void profile_support_change(struct api_call *call)
{
    change(call, &support_form);
}

void profile_organization_show(struct api_call *call)
{
    show(call, &organization_form);
}

void profile_organization_change(struct api_call *call)
{
    change(call, &organization_form);
}
