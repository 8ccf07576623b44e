/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/book/act_field.h"

#include <string.h>

#include "engine/use_case.h"

static const struct act_field_row rows[] = {
    { "tenant", { { "the tenant", "le locataire" } }, "birch.example" },
    { "provider", { { "the indirect provider", "le fournisseur indirect" } }, "elbe.example" },
    { "reseller", { { "the indirect reseller", "le revendeur indirect" } }, "birch.example" },
    { "seller", { { "who sells to the customer", "qui vend au client" } }, "birch.example" },
    { "partner", { { "the partner", "le partenaire" } }, "elbe.example" },
    { "customer", { { "the customer", "le client" } }, "dala.example" },
    { "organization",
      { { "the organisation, by its id", "l'organisation, par son identifiant" } },
      "org-birch" },
    { "owner",
      { { "the organisation that owns, by its id",
          "l'organisation qui possède, par son identifiant" } },
      "org-elbe" },
    { "owned",
      { { "the organisation that is owned, by its id",
          "l'organisation possédée, par son identifiant" } },
      "org-birch" },
    { "id", { { "its id", "son identifiant" } }, "new-one" },
    { "name", { { "its name", "son nom" } }, "Larch" },
    { "domain", { { "its domain", "son domaine" } }, "larch.example" },
    { "country",
      { { "its country, in two capital letters", "son pays, en deux lettres capitales" } },
      "SE" },
    { "kind", { { "what it is designated as", "ce comme quoi il est désigné" } }, NULL },
    { "role", { { "the role", "le rôle" } }, NULL },
    { "capability", { { "the capability", "la capacité" } }, NULL },
    { "capabilities",
      { { "the capabilities, parted by commas", "les capacités, séparées par des virgules" } },
      NULL },
    { "services",
      { { "the services, parted by commas", "les services, séparés par des virgules" } },
      NULL },
    { "mpn_id", { { "the partner id", "l'ID partenaire" } }, "4100013" },
    { "offer", { { "the offer, by its id", "l'offre, par son identifiant" } }, "OFFICE-PREM" },
    { "publisher", { { "who publishes the offer", "qui publie l'offre" } }, "Vendor" },
    { "party",
      { { "whose offer it is: the vendor's or a third party's",
          "de qui est l'offre : de l'éditeur ou d'un tiers" } },
      NULL },
    { "markets",
      { { "where the offer is sold: countries parted by commas, or * for all",
          "où l'offre est vendue : pays séparés par des virgules, ou * pour tous" } },
      "SE,NO" },
    { "purpose", { { "what they are for", "à quoi elles servent" } }, NULL },
    { "renewal",
      { { "what becomes of it when its term ends", "ce qu'il en est à la fin de sa durée" } },
      NULL },
    { "friendly_name",
      { { "how the customer calls it", "comment le client l'appelle" } },
      "Mail of the office" },
    { "version",
      { { "the version that was read: done on no other",
          "la version qui a été lue : cela ne se fait sur aucune autre" } },
      "1" },
    { "company_name", { { "the name of the company", "le nom de la société" } }, "Dala AB" },
    { "registration_number",
      { { "the number of the company in its country's register",
          "le numéro de la société au registre de son pays" } },
      NULL },
    { "tax_id", { { "the number for taxes", "le numéro fiscal" } }, NULL },
    { "purchase_order",
      { { "the number of the buyer's order", "le numéro de bon de commande" } },
      NULL },
    { "website", { { "the address on the web", "l'adresse sur le web" } }, NULL },
    { "language", { { "the language, as in \"sv\"", "la langue, comme « sv »" } }, "sv" },
    { "culture", { { "the locale, as in \"sv-SE\"", "la locale, comme « sv-SE »" } }, "sv-SE" },
    { "first_name", { { "a person's first name", "le prénom d'une personne" } }, "Astrid" },
    { "last_name", { { "a person's last name", "le nom d'une personne" } }, "Berg" },
    { "email", { { "the e-mail address", "l'adresse électronique" } }, "astrid@dala.example" },
    { "phone", { { "the telephone number", "le numéro de téléphone" } }, "+46 8 123456" },
    { "address_country", { { "the country of the address", "le pays de l'adresse" } }, "SE" },
    { "address_region", { { "the region of the address", "la région de l'adresse" } }, NULL },
    { "state", { { "the state or province", "l'État ou la province" } }, NULL },
    { "city", { { "the city", "la ville" } }, "Falun" },
    { "address_line_1", { { "the street and number", "la rue et le numéro" } }, NULL },
    { "address_line_2", { { "what follows in the address", "la suite de l'adresse" } }, NULL },
    { "postal_code", { { "the postal code", "le code postal" } }, "79171" },
    { "contact_first_name",
      { { "the first name of who is asked", "le prénom de l'interlocuteur" } },
      NULL },
    { "contact_last_name",
      { { "the last name of who is asked", "le nom de l'interlocuteur" } },
      NULL },
    { "contact_email",
      { { "the e-mail address of who is asked", "l'adresse électronique de l'interlocuteur" } },
      NULL },
    { "contact_phone",
      { { "the telephone number of who is asked", "le téléphone de l'interlocuteur" } },
      NULL },
    { "quantity", { { "how many", "combien" } }, "5" },
    { "further_lines",
      { { "what is ordered besides, parted by commas: how many, a colon, the offer",
          "ce qui est commandé en plus, séparé par des virgules : combien, deux-points, offre" } },
      NULL },
    { "signed_by",
      { { "who signs, as an address", "qui signe, par une adresse" } },
      "global-admin@birch.example" },
    { "token",
      { { "what the invitation gave to who may accept it",
          "ce que l'invitation a donné à qui peut l'accepter" } },
      "TOKEN" },
    { "invitation",
      { { "the invitation, by its id", "l'invitation, par son identifiant" } },
      "00000000-0000-7000-8000-000000000001" },
    { "support_case",
      { { "the case at vendor support, by its id",
          "le cas du support de l'éditeur, par son identifiant" } },
      "00000000-0000-7000-8000-000000000001" },
    { "order",
      { { "the order, by its id", "la commande, par son identifiant" } },
      "00000000-0000-7000-8000-000000000001" },
    { "parent",
      { { "the subscription that it adds to, by its id",
          "l'abonnement auquel cela s'ajoute, par son identifiant" } },
      "00000000-0000-7000-8000-000000000001" },
    { "subscription",
      { { "the subscription, by its id", "l'abonnement, par son identifiant" } },
      "00000000-0000-7000-8000-000000000001" },
    { "from", { { "from which day on", "à partir de quel jour" } }, "2020-06-01" },
    { "to",
      { { "the day from which it no longer holds", "le jour dès lequel cela ne vaut plus" } },
      "2021-06-01" },
    { "date", { { "the day on which it happened", "le jour où cela s'est passé" } }, "2020-05-04" },
    /* Whom an act is resolved to, and who may therefore do it. */
    { "transacting",
      { { "the provider of the chain, else the direct-bill partner",
          "le fournisseur de la chaîne, sinon le partenaire de facturation directe" } },
      "elbe.example" },
    { "inviter", { { "who invites", "qui invite" } }, "elbe.example" },
    { "invited", { { "who is invited", "qui est invité" } }, "birch.example" },
    { "opener", { { "who opened the case", "qui a ouvert le cas" } }, "birch.example" },
};

static const struct act_field_row *find_row(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

struct act_field_row act_field_row(const struct field *field)
{
    const struct act_field_row *row = find_row(field->name.bytes);

    if (row != NULL)
        return *row;
    return (struct act_field_row){ field->name.bytes, *field_kind_phrase(field->kind), NULL };
}

struct act_field_row act_field_party(const char *member)
{
    const struct act_field_row *row = find_row(member);

    if (row != NULL)
        return *row;
    return (struct act_field_row){ member, { { member, member } }, NULL };
}

static const struct phrase values[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = { { "TEXT", "TEXTE" } },       [FIELD_ID] = { { "ID", "ID" } },
    [FIELD_DOMAIN] = { { "DOMAIN", "DOMAINE" } }, [FIELD_DIGITS] = { { "DIGITS", "CHIFFRES" } },
    [FIELD_GUID] = { { "GUID", "GUID" } },        [FIELD_DATE] = { { "DATE", "DATE" } },
    [FIELD_COUNTRY] = { { "COUNTRY", "PAYS" } },  [FIELD_MARKETS] = { { "COUNTRIES", "PAYS" } },
    [FIELD_QUANTITY] = { { "N", "N" } },          [FIELD_FLAG] = { { "true|false", "true|false" } },
    [FIELD_LINES] = { { "N:OFFER", "N:OFFRE" } },
};

static const struct phrase party_value = { { "PARTY", "PARTIE" } };

const struct phrase *act_field_value(const struct field *field)
{
    if (act_field_is_party(field))
        return &party_value;
    return field->words != NULL ? NULL : &values[field->kind];
}

bool act_field_is_party(const struct field *field)
{
    static const size_t parties[] = {
        offsetof(struct act_input, tenant),   offsetof(struct act_input, provider),
        offsetof(struct act_input, reseller), offsetof(struct act_input, seller),
        offsetof(struct act_input, partner),  offsetof(struct act_input, customer),
    };

    for (size_t i = 0; i < COUNT_OF(parties); i++)
        if (field->kind == FIELD_GUID && field->offset == parties[i])
            return true;
    return false;
}
