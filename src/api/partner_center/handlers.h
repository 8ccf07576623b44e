/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_HANDLERS_H
#define AVAL_API_PARTNER_CENTER_HANDLERS_H

#include "api/call.h"

/* The functions of the rows of partner_center/routes.c, a file a family. */

/* customer_list.c */
void customers_list(struct api_call *call);

/* customers.c */
void customer_show(struct api_call *call);
void customer_company_show(struct api_call *call);
void customer_billing_show(struct api_call *call);
void customer_change(struct api_call *call);

/* new_customers.c */
void customer_create(struct api_call *call);
void customer_delete(struct api_call *call);
void customer_billing_change(struct api_call *call);

/* relationships.c */
void relationships_list(struct api_call *call);
void relationship_request_show(struct api_call *call);
void customer_relationships_list(struct api_call *call);

/* profiles.c */
void profile_mpn_show(struct api_call *call);

/* partner_profiles.c */
void profile_billing_show(struct api_call *call);
void profile_billing_change(struct api_call *call);
void profile_legal_show(struct api_call *call);
void profile_legal_change(struct api_call *call);
void profile_support_show(struct api_call *call);
void profile_support_change(struct api_call *call);
void profile_organization_show(struct api_call *call);
void profile_organization_change(struct api_call *call);

/* agreements.c */
void agreements_list(struct api_call *call);
void agreement_document_show(struct api_call *call);
void agreement_status_show(struct api_call *call);
void customer_agreements_list(struct api_call *call);
void customer_agreement_attest(struct api_call *call);
void customer_direct_sign_show(struct api_call *call);

/* catalogue.c */
void offer_categories_list(struct api_call *call);
void offers_list(struct api_call *call);
void offer_show(struct api_call *call);
void offer_addons_list(struct api_call *call);
void products_list(struct api_call *call);
void product_show(struct api_call *call);
void skus_list(struct api_call *call);
void sku_show(struct api_call *call);
void availabilities_list(struct api_call *call);
void availability_show(struct api_call *call);

/* orders.c */
void orders_list(struct api_call *call);
void order_place(struct api_call *call);
void order_extend(struct api_call *call);
void order_show(struct api_call *call);
void order_provisioning_show(struct api_call *call);

/* subscriptions.c */
void subscriptions_list(struct api_call *call);
void subscription_show(struct api_call *call);
void subscription_change(struct api_call *call);
void subscription_addons_list(struct api_call *call);
void subscription_provisioning_show(struct api_call *call);
void subscription_contact_show(struct api_call *call);

/* service_requests.c */
void support_topics_list(struct api_call *call);
void service_requests_list(struct api_call *call);
void service_request_open(struct api_call *call);
void service_request_show(struct api_call *call);
void service_request_change(struct api_call *call);
void customer_service_requests_list(struct api_call *call);

/* validations.c */
void domain_check(struct api_call *call);
void domain_prefix_check(struct api_call *call);
void address_validate(struct api_call *call);
void country_rules_show(struct api_call *call);

/* audit.c */
void audit_records_list(struct api_call *call);

#endif
