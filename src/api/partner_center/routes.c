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

/* What rows of a kind have: any tenant's role may come, and is answered by JSON. */
#define ANSWERS .right = RIGHT_TENANT, .content_type = CONTENT_JSON
#define ASKS .method = HTTP_GET, ANSWERS
#define LOOKS .method = HTTP_HEAD, ANSWERS
#define POSTS .method = HTTP_POST, .body = BODY_JSON, ANSWERS
#define PUTS .method = HTTP_PUT, .body = BODY_JSON, ANSWERS
#define DELETES .method = HTTP_DELETE, ANSWERS
#define PATCHES .method = HTTP_PATCH, .body = BODY_JSON, ANSWERS

static const struct route routes[] = {
    {
        POSTS,
        .path = VERSION "/customers",
        .summary = { { "Create a customer", "Créer un client" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = customer_create,
    },
    {
        DELETES,
        .path = VERSION "/customers/{customer}",
        .summary = { { "Delete a customer, in a sandbox", "Supprimer un client, en bac à sable" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = customer_delete,
    },
    {
        PUTS,
        .path = VERSION "/customers/{customer}/profiles/billing",
        .summary = { { "Set whom the customer's bills go to",
                       "Fixer à qui vont les factures du client" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = customer_billing_change,
    },
    {
        ASKS,
        .path = VERSION "/customers",
        .summary = { { "The caller's customers, by name", "Les clients de l'appelant, par nom" } },
        .place = PLACE_WORKERS,
        .handle = customers_list,
    },
    {
        PATCHES,
        .path = VERSION "/customers/{customer}",
        .summary = { { "End the relationship with a customer",
                       "Mettre fin à la relation avec un client" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_CUSTOMERS,
        .handle = customer_change,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}",
        .summary = { { "One customer", "Un client" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_CUSTOMERS,
        .handle = customer_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/profiles/company",
        .summary = { { "Who the customer is", "Qui est le client" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = customer_company_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/profiles/billing",
        .summary = { { "Whom the customer's bills go to", "À qui vont les factures du client" } },
        .place = PLACE_WORKERS,
        .handle = customer_billing_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/relationships",
        .summary = { { "The resellers of a customer", "Les revendeurs d'un client" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = customer_relationships_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/agreements",
        .summary = { { "Who has accepted the customer agreement",
                       "Qui a accepté le contrat client" } },
        .place = PLACE_WORKERS,
        .handle = customer_agreements_list,
    },
    {
        POSTS,
        .path = VERSION "/customers/{customer}/agreements",
        .summary = { { "Attest that the customer accepted its agreement",
                       "Attester que le client a accepté son contrat" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = customer_agreement_attest,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/directSignedMicrosoftCustomerAgreementStatus",
        .summary = { { "Whether the customer accepted its agreement itself",
                       "Si le client a accepté lui-même son contrat" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = customer_direct_sign_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/offercategories",
        .summary = { { "Categories of offers for a customer",
                       "Les catégories d'offres pour un client" } },
        .place = PLACE_WORKERS,
        .handle = offer_categories_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/offers",
        .summary = { { "Offers for a customer", "Les offres pour un client" } },
        .place = PLACE_WORKERS,
        .handle = offers_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/products",
        .summary = { { "Products for a customer", "Les produits pour un client" } },
        .place = PLACE_WORKERS,
        .handle = products_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/products/{product}",
        .summary = { { "A product for a customer", "Un produit pour un client" } },
        .place = PLACE_WORKERS,
        .handle = product_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/products/{product}/skus",
        .summary = { { "Kinds of a product for a customer",
                       "Les variantes d'un produit pour un client" } },
        .place = PLACE_WORKERS,
        .handle = skus_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/products/{product}/skus/{sku}",
        .summary = { { "A kind of a product for a customer",
                       "Une variante d'un produit pour un client" } },
        .place = PLACE_WORKERS,
        .handle = sku_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/products/{product}/skus/{sku}/availabilities",
        .summary = { { "What of it a customer can have", "Ce qu'un client peut en avoir" } },
        .place = PLACE_WORKERS,
        .handle = availabilities_list,
    },
    {
        ASKS,
        .path = VERSION
        "/customers/{customer}/products/{product}/skus/{sku}/availabilities/{availability}",
        .summary = { { "One of what a customer can have", "Un de ce qu'un client peut en avoir" } },
        .place = PLACE_WORKERS,
        .handle = availability_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/orders",
        .summary = { { "Orders of a customer", "Les commandes d'un client" } },
        .place = PLACE_WORKERS,
        .handle = orders_list,
    },
    {
        POSTS,
        .path = VERSION "/customers/{customer}/orders",
        .summary = { { "Place an order", "Passer une commande" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ORDERS,
        .handle = order_place,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/orders/{order}",
        .summary = { { "One order", "Une commande" } },
        .place = PLACE_WORKERS,
        .handle = order_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/orders/{order}/provisioningstatus",
        .summary = { { "Whether an order is provisioned", "Si une commande est provisionnée" } },
        .place = PLACE_WORKERS,
        .handle = order_provisioning_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/subscriptions",
        .summary = { { "Subscriptions of a customer", "Les abonnements d'un client" } },
        .place = PLACE_WORKERS,
        .handle = subscriptions_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/subscriptions/{subscription}",
        .summary = { { "One subscription", "Un abonnement" } },
        .place = PLACE_WORKERS,
        .handle = subscription_show,
    },
    {
        PATCHES,
        .path = VERSION "/customers/{customer}/subscriptions/{subscription}",
        .summary = { { "Change a subscription", "Modifier un abonnement" } },
        .place = PLACE_WORKERS,
        .bucket = BUCKET_SUBSCRIPTIONS,
        .handle = subscription_change,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/subscriptions/{subscription}/addons",
        .summary = { { "Add-ons of a subscription", "Les compléments d'un abonnement" } },
        .place = PLACE_WORKERS,
        .handle = subscription_addons_list,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/subscriptions/{subscription}/provisioningstatus",
        .summary = { { "Whether a subscription is provisioned",
                       "Si un abonnement est provisionné" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = subscription_provisioning_show,
    },
    {
        ASKS,
        .path = VERSION "/customers/{customer}/subscriptions/{subscription}/supportcontact",
        .summary = { { "Who supports a subscription", "Qui assiste pour un abonnement" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = subscription_contact_show,
    },
    {
        ASKS,
        .path = VERSION "/relationships",
        .summary = { { "The caller's resellers, or its providers",
                       "Les revendeurs de l'appelant, ou ses fournisseurs" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = relationships_list,
    },
    {
        ASKS,
        .path = VERSION "/profiles/mpn",
        .summary = { { "A partner id", "Un ID partenaire" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = profile_mpn_show,
    },
    {
        ASKS,
        .path = VERSION "/profiles/legalbusiness",
        .summary = { { "The caller's legal business", "L'entreprise de l'appelant" } },
        .place = PLACE_WORKERS,
        .handle = profile_legal_show,
    },
    {
        PUTS,
        .path = VERSION "/profiles/legalbusiness",
        .summary = { { "Change the caller's legal business",
                       "Changer l'entreprise de l'appelant" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = profile_legal_change,
    },
    {
        ASKS,
        .path = VERSION "/profiles/billing",
        .summary = { { "Whom the caller's bills go to", "À qui vont les factures de l'appelant" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = profile_billing_show,
    },
    {
        PUTS,
        .path = VERSION "/profiles/billing",
        .summary = { { "Change whom the caller's bills go to",
                       "Changer à qui vont les factures de l'appelant" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = profile_billing_change,
    },
    {
        ASKS,
        .path = VERSION "/profiles/support",
        .summary = { { "Where the caller's customers get support",
                       "Où les clients de l'appelant trouvent du support" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = profile_support_show,
    },
    {
        PUTS,
        .path = VERSION "/profiles/support",
        .summary = { { "Change where they get support", "Changer où ils trouvent du support" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = profile_support_change,
    },
    {
        PUTS,
        .path = VERSION "/profiles/supportprofile",
        .summary = { { "Change where they get support", "Changer où ils trouvent du support" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = profile_support_change,
    },
    {
        PUTS,
        .path = VERSION "/profiles/organization",
        .summary = { { "Change the caller's organisation",
                       "Changer l'organisation de l'appelant" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .bucket = BUCKET_ACTS,
        .handle = profile_organization_change,
    },
    {
        ASKS,
        .path = VERSION "/profiles/organization",
        .summary = { { "The caller's organisation", "L'organisation de l'appelant" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = profile_organization_show,
    },
    {
        ASKS,
        .path = VERSION "/compliance/csp/agreementstatus",
        .summary = { { "Whether a partner has signed the partner agreement",
                       "Si un partenaire a signé l'accord de partenariat" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_WORKERS,
        .handle = agreement_status_show,
    },
    {
        ASKS,
        .path = VERSION "/agreements",
        .summary = { { "The agreements that customers accept",
                       "Les contrats qu'acceptent les clients" } },
        .place = PLACE_LOOP,
        .handle = agreements_list,
    },
    {
        ASKS,
        .path = VERSION "/agreementtemplates/{template}/document",
        .summary = { { "Where an agreement's text is", "Où trouver le texte d'un contrat" } },
        .token = TOKEN_OF_USER,
        .place = PLACE_LOOP,
        .handle = agreement_document_show,
    },
    {
        ASKS,
        .path = VERSION "/offercategories",
        .summary = { { "Categories of offers", "Les catégories d'offres" } },
        .place = PLACE_LOOP,
        .handle = offer_categories_list,
    },
    {
        ASKS,
        .path = VERSION "/offers",
        .summary = { { "Offers of a market", "Les offres d'un marché" } },
        .place = PLACE_WORKERS,
        .handle = offers_list,
    },
    {
        ASKS,
        .path = VERSION "/offers/{offer}",
        .summary = { { "One offer", "Une offre" } },
        .place = PLACE_WORKERS,
        .handle = offer_show,
    },
    {
        ASKS,
        .path = VERSION "/offers/{offer}/addons",
        .summary = { { "Add-ons of an offer", "Les compléments d'une offre" } },
        .place = PLACE_LOOP,
        .handle = offer_addons_list,
    },
    {
        ASKS,
        .path = VERSION "/products",
        .summary = { { "Products of a market", "Les produits d'un marché" } },
        .place = PLACE_WORKERS,
        .handle = products_list,
    },
    {
        ASKS,
        .path = VERSION "/products/{product}",
        .summary = { { "One product", "Un produit" } },
        .place = PLACE_WORKERS,
        .handle = product_show,
    },
    {
        ASKS,
        .path = VERSION "/products/{product}/skus",
        .summary = { { "Kinds of a product", "Les variantes d'un produit" } },
        .place = PLACE_WORKERS,
        .handle = skus_list,
    },
    {
        ASKS,
        .path = VERSION "/products/{product}/skus/{sku}",
        .summary = { { "One kind of a product", "Une variante d'un produit" } },
        .place = PLACE_WORKERS,
        .handle = sku_show,
    },
    {
        ASKS,
        .path = VERSION "/products/{product}/skus/{sku}/availabilities",
        .summary = { { "What of it can be had", "Ce qu'on peut en avoir" } },
        .place = PLACE_WORKERS,
        .handle = availabilities_list,
    },
    {
        ASKS,
        .path = VERSION "/products/{product}/skus/{sku}/availabilities/{availability}",
        .summary = { { "One of what can be had", "Un de ce qu'on peut en avoir" } },
        .place = PLACE_WORKERS,
        .handle = availability_show,
    },
    {
        LOOKS,
        .path = VERSION "/domains/{domain}",
        .summary = { { "Whether a domain is taken: 200, or 404",
                       "Si un domaine est pris : 200, sinon 404" } },
        .place = PLACE_WORKERS,
        .handle = domain_check,
    },
    {
        ASKS,
        .path = VERSION "/validations/checkdomainavailability/{prefix}",
        .summary = { { "Whether a domain can be had", "Si un domaine est libre" } },
        .place = PLACE_WORKERS,
        .handle = domain_prefix_check,
    },
    {
        POSTS,
        .path = VERSION "/validations/address",
        .summary = { { "Look whether an address can be right",
                       "Voir si une adresse peut être juste" } },
        .place = PLACE_WORKERS,
        .handle = address_validate,
    },
    {
        ASKS,
        .path = VERSION "/countryvalidationrules/{country}",
        .summary = { { "What a market asks for", "Ce qu'un marché demande" } },
        .place = PLACE_LOOP,
        .handle = country_rules_show,
    },
    {
        ASKS,
        .path = VERSION "/auditrecords",
        .summary = { { "What the caller's people did", "Ce qu'ont fait les gens de l'appelant" } },
        .place = PLACE_WORKERS,
        .handle = audit_records_list,
    },
};

static const char *const prefixes[] = { "v1", "v1.0", NULL };

/* What every answer has beside what it answers. */
void partner_center_begin(struct api_call *call)
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
    .begin = partner_center_begin,
    .answer_trouble = code_answer_trouble,
    .answer_fault = code_answer_fault,
};
