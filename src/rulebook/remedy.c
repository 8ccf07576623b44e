/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/remedy.h"

#include "base/attributes.h"

#define WORD(name, word) word,
static const char *const remedy_list[] = { REMEDIES(WORD) };
#undef WORD
const struct words remedy_words = { remedy_list, COUNT_OF(remedy_list) };

static const char *const actor_role_list[] = {
    [ACTOR_NOBODY] = "",
    [ACTOR_GLOBAL_ADMIN] = "global_admin",
    [ACTOR_ADMIN_AGENT] = "admin_agent",
    [ACTOR_CUSTOMER_ADMIN] = "customer_admin",
    [ACTOR_VENDOR] = "vendor",
    [ACTOR_VENDOR_SUPPORT] = "vendor_support",
};
const struct words actor_role_words = { actor_role_list, COUNT_OF(actor_role_list) };

enum {
    ORDER = BIT(ACT_PLACE_ORDER),
    RESELLING = BIT(ACT_ESTABLISH_INDIRECT_RELATIONSHIP),
    BUYING = BIT(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP),
    PARTNER_ID = BIT(ACT_ASSOCIATE_PARTNER_ID),
    ENDING = BIT(ACT_END_INDIRECT_RELATIONSHIP),
    ENROLLING = BIT(ACT_ENROLL),
};

const struct remedy_row remedy_rows[REMEDY_COUNT] = {
    [REMEDY_END_ENROLLMENT] = { ACTOR_GLOBAL_ADMIN,
                                ACTOR_NOBODY,
                                0,
                                { { "{upper} ends its enrolment as {role}.",
                                    "{upper} met fin à son inscription comme {role}." } } },
    [REMEDY_REMOVE_CUSTOMER] = { ACTOR_ADMIN_AGENT,
                                 ACTOR_NOBODY,
                                 0,
                                 { { "{upper} removes its customer relationship with {lower}; "
                                     "nothing may be active between the two.",
                                     "{upper} met fin à sa relation client avec {lower} ; plus "
                                     "rien ne doit être actif entre les deux." } } },
    [REMEDY_END_INDIRECT_RELATIONSHIP] = { ACTOR_ADMIN_AGENT,
                                           ACTOR_VENDOR_SUPPORT,
                                           0,
                                           { { "Vendor support ends the relationship between "
                                               "{upper} and {lower}, at the request of either.",
                                               "Le support de l'éditeur met fin à la relation "
                                               "entre {upper} et {lower}, à la demande de l'une "
                                               "des parties." } } },
    [REMEDY_CREATE_TENANT] = { ACTOR_GLOBAL_ADMIN,
                               ACTOR_NOBODY,
                               0,
                               { { "A new tenant of type {kind} is created for {organization} "
                                   "({country}).",
                                   "Un nouveau locataire de type {kind} est créé pour "
                                   "{organization} ({country})." } } },
    [REMEDY_REGISTER_PARTNER_ID] = { ACTOR_GLOBAL_ADMIN,
                                     ACTOR_NOBODY,
                                     0,
                                     { { "{upper} registers the partner id {new_mpn_id} "
                                         "({country}).",
                                         "{upper} enregistre l'ID partenaire {new_mpn_id} "
                                         "({country})." } } },
    [REMEDY_OTHER_TENANT] = { ACTOR_GLOBAL_ADMIN,
                              ACTOR_NOBODY,
                              ORDER | RESELLING | BUYING | ENROLLING,
                              { { "{new} takes the place of {upper}.",
                                  "{upper} cède sa place à {new}." } } },
    [REMEDY_OTHER_PROVIDER] = { ACTOR_ADMIN_AGENT,
                                ACTOR_NOBODY,
                                ORDER | RESELLING,
                                { { "{new} takes the place of {upper} as indirect provider.",
                                    "{upper} cède sa place de fournisseur indirect à {new}." } } },
    [REMEDY_OTHER_SELLER] = { ACTOR_CUSTOMER_ADMIN,
                              ACTOR_NOBODY,
                              ORDER | BUYING,
                              { { "{new_chain} sells instead of {chain}.",
                                  "{chain} laisse la vente à {new_chain}." } } },
    [REMEDY_USE_PARTNER_ID] = { ACTOR_ADMIN_AGENT,
                                ACTOR_NOBODY,
                                PARTNER_ID,
                                { { "The partner id {new_mpn_id} is used instead of {mpn_id}.",
                                    "L'ID partenaire {new_mpn_id} remplace l'ID {mpn_id}." } } },
    [REMEDY_ATTEST_CAPABILITY] = { ACTOR_GLOBAL_ADMIN,
                                   ACTOR_NOBODY,
                                   ENROLLING,
                                   { { "{actor} attests one more capability: {capability}.",
                                       "{actor} atteste une capacité de plus : {capability}." } } },
    [REMEDY_OPEN_SUPPORT_CASE] = { ACTOR_ADMIN_AGENT,
                                   ACTOR_VENDOR_SUPPORT,
                                   ENDING,
                                   { { "{actor} opens a case with vendor support, which ends the "
                                       "relationship.",
                                       "{actor} ouvre un dossier auprès du support de l'éditeur, "
                                       "qui met fin à la relation." } } },
    [REMEDY_WAIT_UNTIL] = { ACTOR_NOBODY,
                            ACTOR_NOBODY,
                            0,
                            { { "Wait until {until}.", "Attendre jusqu'au {until}." } } },
    [REMEDY_ONBOARD] = { ACTOR_GLOBAL_ADMIN,
                         ACTOR_NOBODY,
                         0,
                         { { "{upper} is onboarded in the partner portal.",
                             "{upper} effectue son intégration à l'espace partenaires." } } },
    [REMEDY_ENROLL] = { ACTOR_GLOBAL_ADMIN,
                        ACTOR_VENDOR,
                        0,
                        { { "{upper} enrols as {role}; the vendor verifies.",
                            "{upper} s'inscrit comme {role} ; l'éditeur vérifie la demande." } } },
    [REMEDY_REINSTATE] = { ACTOR_VENDOR,
                           ACTOR_NOBODY,
                           0,
                           { { "The vendor reinstates {upper} as {role} once the cause is cured.",
                               "Une fois la cause levée, l'éditeur rétablit {upper} comme "
                               "{role}." } } },
    [REMEDY_SIGN_MPA] = { ACTOR_GLOBAL_ADMIN,
                          ACTOR_NOBODY,
                          0,
                          { { "{upper} signs the Microsoft Partner Agreement.",
                              "{upper} signe l'accord de partenariat Microsoft." } } },
    [REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP] = { ACTOR_ADMIN_AGENT,
                                                 ACTOR_GLOBAL_ADMIN,
                                                 0,
                                                 { { "{upper} invites {lower} as its indirect "
                                                     "reseller, and {lower} accepts.",
                                                     "{upper} invite {lower} à devenir son "
                                                     "revendeur indirect, et {lower} "
                                                     "accepte." } } },
    [REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP] = { ACTOR_ADMIN_AGENT,
                                                 ACTOR_CUSTOMER_ADMIN,
                                                 0,
                                                 { { "{upper} requests a customer relationship "
                                                     "with {lower}, and {lower} accepts.",
                                                     "{upper} propose une relation client à "
                                                     "{lower}, et {lower} accepte." } } },
    [REMEDY_ACCEPT_CUSTOMER_AGREEMENT] = { ACTOR_CUSTOMER_ADMIN,
                                           ACTOR_NOBODY,
                                           0,
                                           { { "{lower} accepts the Microsoft Customer Agreement.",
                                               "{lower} accepte le contrat client Microsoft." } } },
    [REMEDY_ATTEST_CUSTOMER_AGREEMENT] = { ACTOR_ADMIN_AGENT,
                                           ACTOR_NOBODY,
                                           0,
                                           { { "{upper} attests that {lower} has accepted the "
                                               "Microsoft Customer Agreement.",
                                               "{upper} atteste l'acceptation du contrat client "
                                               "Microsoft par {lower}." } } },
};

bool step_is_act(const struct step *step)
{
    return step->remedy == REMEDY_ENROLL || step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP ||
           step->remedy == REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP ||
           step->remedy == REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP;
}

static void stand(struct request *request, enum position position, uint32_t tenant)
{
    request->positions |= BIT(position);
    request->party[position] = tenant;
}

struct request step_act(const struct step *step)
{
    struct request act = { .date = step->on, .offer = REQUEST_NONE, .partner_id = REQUEST_NONE };

    if (step->remedy == REMEDY_ENROLL) {
        act.act = ACT_ENROLL;
        act.role = step->role;
        act.capabilities = step->role == ROLE_DIRECT_BILL ? BIT(CAPABILITY_COUNT) - 1 : 0;
        stand(&act, POSITION_PARTNER, step->upper);
    } else if (step->remedy == REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP) {
        act.act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP;
        stand(&act, POSITION_PARTNER, step->upper);
        stand(&act, POSITION_CUSTOMER, step->lower);
    } else {
        act.act = step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP
                      ? ACT_END_INDIRECT_RELATIONSHIP
                      : ACT_ESTABLISH_INDIRECT_RELATIONSHIP;
        act.requested_by = REQUESTER_VENDOR_SUPPORT;
        stand(&act, POSITION_PROVIDER, step->upper);
        stand(&act, POSITION_RESELLER, step->lower);
    }
    return act;
}

/* What the step changes of the tenant that it is about. */
static void apply_to_party(const struct step *step, struct party *party)
{
    if (party->tenant != step->upper)
        return;
    if (step->remedy == REMEDY_ENROLL)
        party->live_roles |= BIT(step->role);
    if (step->remedy == REMEDY_ENROLL || step->remedy == REMEDY_REINSTATE)
        party->active_roles |= BIT(step->role);
    if (step->remedy == REMEDY_END_ENROLLMENT) {
        party->live_roles &= ~BIT(step->role);
        party->active_roles &= ~BIT(step->role);
    }
    if (step->remedy == REMEDY_ONBOARD && date_before(step->on, party->onboarded_on))
        party->onboarded_on = step->on;
}

/* Q6: a signature counts for all tenants of the organisation in the region of who signs. */
static void apply_signature(const struct step *step, bool is_own_only, struct party *party)
{
    bool counts = party->tenant == step->upper ||
                  (!is_own_only && party->organization == step->organization &&
                   region_is_shared(party->region, step->region));

    if (counts && date_before(step->on, party->mpa_signed_on))
        party->mpa_signed_on = step->on;
}

/* Whether a tenant on the side that S6 looks at is meant by the step's lower party. */
static bool is_on_side(const struct step *step, const struct dossier *dossier,
                       const struct party *party)
{
    return party->tenant == step->lower ||
           ((dossier->other_readings & Q2) != 0 && party->organization == step->organization);
}

/* One relationship more, or one less, among those that S6 counts. */
static void count(unsigned *ties, bool is_begun)
{
    if (is_begun)
        (*ties)++;
    else if (*ties > 0)
        (*ties)--;
}

static void apply_indirect(const struct step *step, bool is_begun, struct dossier *dossier)
{
    enum position partner =
        dossier->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP ? POSITION_PARTNER : POSITION_PROVIDER;

    if (!dossier_has(dossier, partner) || dossier->party[partner].tenant != step->upper)
        return;
    if (dossier_has(dossier, POSITION_RESELLER) &&
        dossier->party[POSITION_RESELLER].tenant == step->lower)
        dossier->has_indirect_relationship = is_begun;
    if (dossier_has(dossier, POSITION_CUSTOMER) &&
        is_on_side(step, dossier, &dossier->party[POSITION_CUSTOMER]))
        count(&dossier->customers_reselling, is_begun);
}

static void apply_customer(const struct step *step, bool is_begun, struct dossier *dossier)
{
    if (dossier_has(dossier, POSITION_CUSTOMER) &&
        dossier->party[POSITION_CUSTOMER].tenant == step->lower)
        for (unsigned left = dossier->positions & ~BIT(POSITION_CUSTOMER); left != 0;
             left &= left - 1) {
            struct party *partner = &dossier->party[__builtin_ctz(left)];

            if (partner->tenant == step->upper)
                partner->has_customer = is_begun;
        }
    if (dossier->act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP &&
        dossier->party[POSITION_PROVIDER].tenant == step->upper &&
        is_on_side(step, dossier, &dossier->party[POSITION_RESELLER]))
        count(&dossier->resellers_buying, is_begun);
}

static void apply_agreement(const struct step *step, struct dossier *dossier)
{
    enum position transacting =
        dossier_has(dossier, POSITION_PROVIDER) ? POSITION_PROVIDER : POSITION_DIRECT_BILL;
    date *first = step->remedy == REMEDY_ACCEPT_CUSTOMER_AGREEMENT
                      ? &dossier->agreement_accepted_on
                      : &dossier->agreement_attested_on;

    if (dossier->act != ACT_PLACE_ORDER ||
        dossier->party[POSITION_CUSTOMER].tenant != step->lower ||
        (step->remedy == REMEDY_ATTEST_CUSTOMER_AGREEMENT &&
         dossier->party[transacting].tenant != step->upper))
        return;
    if (date_before(step->on, *first))
        *first = step->on;
}

void step_apply(const struct step *step, struct dossier *dossier)
{
    bool is_own_only = (dossier->other_readings & Q6) != 0;

    for (unsigned left = dossier->positions; left != 0; left &= left - 1) {
        struct party *party = &dossier->party[__builtin_ctz(left)];

        apply_to_party(step, party);
        if (step->remedy == REMEDY_SIGN_MPA)
            apply_signature(step, is_own_only, party);
    }
    if (step->remedy == REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP ||
        step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP)
        apply_indirect(step, step->remedy == REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP, dossier);
    if (step->remedy == REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP ||
        step->remedy == REMEDY_REMOVE_CUSTOMER)
        apply_customer(step, step->remedy == REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP, dossier);
    if (step->remedy == REMEDY_ACCEPT_CUSTOMER_AGREEMENT ||
        step->remedy == REMEDY_ATTEST_CUSTOMER_AGREEMENT)
        apply_agreement(step, dossier);
}

static void change_seller(const struct step *step, struct request *request)
{
    if (request->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP) {
        request->party[POSITION_PARTNER] = step->new_lower;
        return;
    }
    request->positions = BIT(POSITION_CUSTOMER);
    if (step->new_upper == REQUEST_NONE) {
        stand(request, POSITION_DIRECT_BILL, step->new_lower);
        return;
    }
    stand(request, POSITION_PROVIDER, step->new_upper);
    stand(request, POSITION_RESELLER, step->new_lower);
}

void step_change(const struct step *step, struct request *request)
{
    if (step->remedy == REMEDY_OTHER_TENANT)
        request->party[request_tenant_position(request)] = step->new_upper;
    if (step->remedy == REMEDY_OTHER_PROVIDER)
        request->party[POSITION_PROVIDER] = step->new_upper;
    if (step->remedy == REMEDY_OTHER_SELLER)
        change_seller(step, request);
    if (step->remedy == REMEDY_USE_PARTNER_ID)
        request->partner_id = step->new_upper;
    if (step->remedy == REMEDY_ATTEST_CAPABILITY)
        request->capabilities |= BIT(step->capability);
    if (step->remedy == REMEDY_OPEN_SUPPORT_CASE)
        request->requested_by = REQUESTER_VENDOR_SUPPORT;
    if (step->remedy == REMEDY_WAIT_UNTIL)
        request->date = step->until;
}
