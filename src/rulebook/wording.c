/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables of the rulebook are called when there is no act at hand. */
#include "base/attributes.h"
#include "rulebook/outline.h"

#define FACT_KEY(key, kind, en, fr) { #key, { { en, fr } } },
const struct fact_key fact_keys[] = {
#include "rulebook/fact_keys.def"
};
#undef FACT_KEY
const size_t fact_key_count = COUNT_OF(fact_keys);

const struct phrase origin_phrases[] = {
    [ORIGIN_ARTICLE] = { { "the article", "l'article" } },
    [ORIGIN_PROGRAMME] = { { "pages of the programme that the article links to",
                             "des pages du programme auxquelles l'article renvoie" } },
};

const struct phrase act_phrases[ACT_COUNT] = {
    [ACT_PLACE_ORDER] = { { "placing an order", "passer une commande" } },
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = { { "establishing a relationship between a provider "
                                                "and a reseller",
                                                "établir une relation entre un fournisseur et un "
                                                "revendeur" } },
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = { { "establishing a relationship between a partner "
                                                "and a customer",
                                                "établir une relation entre un partenaire et un "
                                                "client" } },
    [ACT_ASSOCIATE_PARTNER_ID] = { { "associating a reseller's partner id with a subscription",
                                     "associer l'ID partenaire d'un revendeur à un abonnement" } },
    [ACT_ENGAGE_PARTNER] = { { "engaging a partner to manage and support subscriptions",
                               "engager un partenaire pour gérer des abonnements et en assurer "
                               "le support" } },
    [ACT_END_INDIRECT_RELATIONSHIP] = { { "ending a relationship between a provider and a reseller",
                                          "mettre fin à une relation entre un fournisseur et un "
                                          "revendeur" } },
    [ACT_ENROLL] = { { "enrolling in a role", "s'inscrire dans un rôle" } },
};

const struct wording condition_wordings[CONDITION_COUNT] = {
    [WHEN_ALWAYS] = { "always", { { "always", "toujours" } } },
    [WHEN_PROVIDER_NAMED] = { "provider_named",
                              { { "when a provider is named", "si un fournisseur est nommé" } } },
    [WHEN_OFFER_NAMED] = { "offer_named",
                           { { "when an offer is named", "si une offre est nommée" } } },
    [WHEN_SUBSCRIPTION_NEW] = { "subscription_new",
                                { { "for a new subscription", "pour un nouvel abonnement" } } },
    [WHEN_DIRECT_BILL_ASKED] = { "direct_bill_asked",
                                 { { "when the role asked for is direct-bill partner",
                                     "si le rôle demandé est celui de partenaire de facturation "
                                     "directe" } } },
    [WHEN_EACH_SELLER_SELLS] = { "unless_other_reading_q3",
                                 { { "unless Q3 is read the other way",
                                     "sauf si Q3 est lue autrement" } } },
    [WHEN_RELATIONSHIP_IS_NEW_BUSINESS] = { "other_reading_q12",
                                            { { "only if Q12 is read the other way",
                                                "seulement si Q12 est lue autrement" } } },
    [WHEN_ENROLLMENT_IS_ASKED] = { "unless_other_reading_q13",
                                   { { "always; if Q13 is read the other way, from "
                                       "1 February 2020",
                                       "toujours ; si Q13 est lue autrement, à partir du "
                                       "1er février 2020" } } },
};

const struct wording ground_wordings[GROUND_COUNT] = {
    [GROUND_ACT_ALONE] = { "always", { { "always", "toujours" } } },
    [GROUND_NO_PROVIDER] = { "no_provider",
                             { { "when no provider is named",
                                 "si aucun fournisseur n'est nommé" } } },
    [GROUND_PROVIDER_NAMED] = { "provider_named",
                                { { "when a provider is named", "si un fournisseur est nommé" } } },
    [GROUND_CUSTOMER_HAS_CSP_TENANT] = { "customer_has_csp_tenant",
                                         { { "when the customer's organisation has a CSP tenant",
                                             "si l'organisation du client a un locataire CSP" } } },
    [GROUND_CUSTOMER_HAS_OTHER_PARTNER] = { "customer_has_other_partner",
                                            { { "when the customer has another partner too",
                                                "si le client a aussi un autre partenaire" } } },
    [GROUND_PARTNER_IS_RESELLER] = { "partner_is_reseller",
                                     { { "when the partner is an indirect reseller",
                                         "si le partenaire est revendeur indirect" } } },
    [GROUND_PARTNER_IS_DIRECT_BILL] = { "partner_is_direct_bill",
                                        { { "when the partner is a direct-bill partner",
                                            "si le partenaire est partenaire de facturation "
                                            "directe" } } },
    [GROUND_PARTNER_IS_PROVIDER] = { "partner_is_provider",
                                     { { "when the partner is an indirect provider",
                                         "si le partenaire est fournisseur indirect" } } },
    [GROUND_SUBSCRIPTION_NEW] = { "subscription_new",
                                  { { "for a new subscription", "pour un nouvel abonnement" } } },
    [GROUND_SUBSCRIPTION_RUNNING] = { "subscription_running",
                                      { { "for a running subscription",
                                          "pour un abonnement en cours" } } },
};

const struct phrase sameness_phrases[] = {
    [SAME_OR_NOT] = { { "", "" } },
    [UNLESS_OWN_PROVIDER] = { { "unless the reseller is its own provider",
                                "sauf si le revendeur est son propre fournisseur" } },
    [IF_OWN_PROVIDER] = { { "if the reseller is its own provider",
                            "si le revendeur est son propre fournisseur" } },
};

/* French stand-ins go with the sentences: none needs "à le" or "de le". */
const struct remedy_outline remedy_outlines[REMEDY_COUNT] = {
    [REMEDY_END_ENROLLMENT] = {
        .actor = { { "a global admin of the partner", "un administrateur général du partenaire" } },
        .stand_ins = {
            { "upper", { { "the tenant", "le locataire" } } },
            { "role", { { "indirect reseller or direct-bill partner, whichever it holds",
                          "revendeur indirect ou partenaire de facturation directe, selon le "
                          "cas" } } },
        },
    },
    [REMEDY_REMOVE_CUSTOMER] = {
        .actor = { { "an admin agent of the provider",
                     "un agent d'administration du fournisseur" } },
        .stand_ins = {
            { "upper", { { "the provider", "le fournisseur" } } },
            { "lower", { { "the reseller", "le revendeur" } } },
        },
    },
    [REMEDY_END_INDIRECT_RELATIONSHIP] = {
        .actor = { { "an admin agent of the reseller", "un agent d'administration du revendeur" } },
        .confirmed_by = { { "vendor support", "le support de l'éditeur" } },
        .stand_ins = {
            { "upper", { { "the provider", "le fournisseur" } } },
            { "lower", { { "its reseller", "son revendeur" } } },
        },
    },
    [REMEDY_CREATE_TENANT] = {
        .actor = { { "a global admin of the tenant to be replaced",
                     "un administrateur général du locataire à remplacer" } },
        .only = { { "with `other_tenant`, to have the other tenant",
                    "avec `other_tenant`, pour disposer de l'autre locataire" } },
        .stand_ins = {
            { "kind", { { "partner or customer", "partenaire ou client" } } },
            { "organization", { { "the organisation", "l'organisation" } } },
            { "country", { { "in the same country", "dans le même pays" } } },
        },
    },
    [REMEDY_REGISTER_PARTNER_ID] = {
        .actor = { { "a global admin of the reseller", "un administrateur général du revendeur" } },
        .only = { { "if the reseller tenant has no valid partner id",
                    "si le locataire du revendeur n'a pas d'ID partenaire valable" } },
        .stand_ins = {
            { "upper", { { "the reseller", "le revendeur" } } },
            { "new_mpn_id", { { "that it lacks", "qui lui manque" } } },
            { "country", { { "in its country", "dans son pays" } } },
        },
    },
    [REMEDY_OTHER_TENANT] = {
        .actor = { { "a global admin of the tenant to be replaced",
                     "un administrateur général du locataire à remplacer" } },
        .stand_ins = {
            { "upper", { { "the tenant", "le locataire" } } },
            { "new", { { "another tenant of the organisation",
                         "un autre locataire de l'organisation" } } },
        },
    },
    [REMEDY_OTHER_PROVIDER] = {
        .actor = { { "an admin agent of the reseller", "un agent d'administration du revendeur" } },
        .stand_ins = {
            { "upper", { { "the one named", "le fournisseur nommé" } } },
            { "new", { { "another provider", "un autre" } } },
        },
    },
    [REMEDY_OTHER_SELLER] = {
        .actor = { { "an admin of the customer", "un administrateur du client" } },
        .stand_ins = {
            { "chain", { { "the one named", "le vendeur nommé" } } },
            { "new_chain", { { "another seller, with a provider or without,",
                               "un autre vendeur, avec ou sans fournisseur" } } },
        },
    },
    [REMEDY_USE_PARTNER_ID] = {
        .actor = { { "an admin agent of the provider",
                     "un agent d'administration du fournisseur" } },
        .only = { { "if the reseller tenant has a valid partner id",
                    "si le locataire du revendeur a un ID partenaire valable" } },
        .stand_ins = {
            { "new_mpn_id", { { "of the reseller tenant", "du locataire du revendeur" } } },
            { "mpn_id", { { "the one named", "nommé" } } },
        },
    },
    [REMEDY_ATTEST_CAPABILITY] = {
        .actor = { { "a global admin of the partner", "un administrateur général du partenaire" } },
        .stand_ins = {
            { "actor", { { "the partner", "le partenaire" } } },
            { "capability", { { "the one that is missing", "celle qui manque" } } },
        },
    },
    [REMEDY_OPEN_SUPPORT_CASE] = {
        .actor = { { "an admin agent of who asks", "un agent d'administration du demandeur" } },
        .confirmed_by = { { "vendor support", "le support de l'éditeur" } },
        .stand_ins = {
            { "actor", { { "who asks", "le demandeur" } } },
        },
    },
    [REMEDY_WAIT_UNTIL] = {
        .actor = { { "nobody", "personne" } },
        .only = { { "if there is such a day", "si un tel jour existe" } },
        .stand_ins = {
            { "until", { { "the first later day on which the rule finds nothing",
                           "premier jour ultérieur où la règle ne constate rien" } } },
        },
    },
    [REMEDY_ONBOARD] = {
        .actor = { { "a global admin of the reseller", "un administrateur général du revendeur" } },
        .stand_ins = {
            { "upper", { { "the reseller", "le revendeur" } } },
        },
    },
    [REMEDY_ENROLL] = {
        .actor = { { "a global admin of the partner", "un administrateur général du partenaire" } },
        .confirmed_by = { { "the vendor", "l'éditeur" } },
        .stand_ins = {
            { "upper", { { "the partner", "le partenaire" } } },
            { "role", { { "its place requires", "l'exige sa place" } } },
        },
    },
    [REMEDY_REINSTATE] = {
        .actor = { { "the vendor", "l'éditeur" } },
        .stand_ins = {
            { "upper", { { "the partner", "le partenaire" } } },
            { "role", { { "its place requires", "l'exige sa place" } } },
        },
    },
    [REMEDY_SIGN_MPA] = {
        .actor = { { "a global admin of the partner", "un administrateur général du partenaire" } },
        .stand_ins = {
            { "upper", { { "the partner", "le partenaire" } } },
        },
    },
    [REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP] = {
        .actor = { { "an admin agent of the provider",
                     "un agent d'administration du fournisseur" } },
        .confirmed_by = { { "a global admin of the reseller",
                            "un administrateur général du revendeur" } },
        .stand_ins = {
            { "upper", { { "the provider", "le fournisseur" } } },
            { "lower", { { "the reseller", "le revendeur" } } },
        },
    },
    [REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP] = {
        .actor = { { "an admin agent of the partner", "un agent d'administration du partenaire" } },
        .confirmed_by = { { "an admin of the customer", "un administrateur du client" } },
        .stand_ins = {
            { "upper", { { "the partner", "le partenaire" } } },
            { "lower", { { "the customer", "ce client" } } },
        },
    },
    [REMEDY_ACCEPT_CUSTOMER_AGREEMENT] = {
        .actor = { { "an admin of the customer", "un administrateur du client" } },
        .stand_ins = {
            { "lower", { { "the customer", "le client" } } },
        },
    },
    [REMEDY_ATTEST_CUSTOMER_AGREEMENT] = {
        .actor = { { "an admin agent of the transacting partner",
                     "un agent d'administration du partenaire qui effectue la transaction" } },
        .stand_ins = {
            { "upper", { { "the transacting partner",
                           "le partenaire qui effectue la transaction" } } },
            { "lower", { { "the customer", "le client" } } },
        },
    },
};
