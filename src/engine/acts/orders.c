/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Orders, and the subscriptions that come of them. In the indirect chain a subscription names the
 * reseller by its partner id: the partner of record.
 */
#include "engine/use_cases.h"
#include "engine/version.h"
#include "exchange/fact_shape.h"
#include "model/lifecycles.h"

/* Who does all acts of an order: the provider of the chain, or the direct-bill partner. */
#define PERMISSIONS_OF_TRANSACTING                                                                 \
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, transacting),                                  \
                     PERMIT(PRINCIPAL_ADMIN_AGENT, transacting),                                   \
                     PERMIT(PRINCIPAL_SALES_AGENT, transacting) },                                 \
    .permission_count = 3

static bool has_provider(const struct acting *acting)
{
    return !guid_is_none(acting->input.provider);
}

static void fill_transacting(struct acting *acting)
{
    acting->input.transacting =
        has_provider(acting) ? acting->input.provider : acting->input.seller;
}

static void propose_association(struct acting *acting, bool is_new_subscription)
{
    act_propose(acting, (struct proposal){ .act = ACT_ASSOCIATE_PARTNER_ID,
                                           .provider = acting->input.provider,
                                           .reseller = acting->input.seller,
                                           .mpn_id = acting->input.mpn_id,
                                           .new_subscription = is_new_subscription });
}

/* Placing an order. */

static enum status resolve_order(struct acting *acting)
{
    fill_transacting(acting);
    return STATUS_OK;
}

/* A partner id names the reseller: it belongs to the indirect chain, and has to be there. */
static enum status check_partner_id(struct acting *acting)
{
    bool has_id = acting->input.mpn_id.length > 0;

    if (has_provider(acting) && !has_id)
        return call_fail(acting->call, FAULT_MISSING_FIELD, "mpn_id", NULL, NULL);
    if (!has_provider(acting) && has_id)
        return call_fail(acting->call, FAULT_PARTNER_ID_WITHOUT_PROVIDER, NULL, NULL, NULL);
    return STATUS_OK;
}

static unsigned line_count(const struct acting *acting)
{
    return acting->input.further_lines.count + 1;
}

static struct order_line line_at(const struct acting *acting, unsigned number)
{
    const struct act_input *input = &acting->input;

    if (number > 0)
        return input->further_lines.list[number - 1];
    return (struct order_line){ input->offer, input->friendly_name, input->parent,
                                input->quantity };
}

static void propose_sale(struct acting *acting, struct text id, struct text offer,
                         uint32_t quantity)
{
    const struct act_input *input = &acting->input;

    act_propose(acting, (struct proposal){ .id = id,
                                           .act = ACT_PLACE_ORDER,
                                           .seller = input->seller,
                                           .provider = input->provider,
                                           .customer = input->customer,
                                           .offer = offer,
                                           .quantity = quantity,
                                           .has_provider = has_provider(acting),
                                           .has_offer = true });
}

/* Of several lines each has its number, from 1 on: the id of its decision. */
static void propose_lines(struct acting *acting)
{
    unsigned before = acting->input.lines_before;

    for (unsigned i = 0; i < line_count(acting); i++) {
        struct order_line line = line_at(acting, i);
        struct text id = TEXT("");

        if (before + line_count(acting) > 1)
            id = arena_format(&acting->call->arena, "%u", before + i + 1);
        propose_sale(acting, id, line.offer, line.quantity);
    }
}

/* Where the subscription stands today; pending, if nothing says it. */
static enum status find_status(struct acting *acting, guid subscription,
                               enum subscription_status *out_status)
{
    const struct row *row;

    TRY(act_find_current(acting, QUERY_STATUSES_OF_SUBSCRIPTION, subscription, GUID_NONE, &row));
    *out_status = row == NULL ? SUBSCRIPTION_PENDING
                              : (enum subscription_status)row->fact.subscription_status.status;
    return STATUS_OK;
}

static enum status check_running(struct acting *acting, guid subscription)
{
    enum subscription_status status;

    TRY(find_status(acting, subscription, &status));
    if (status == SUBSCRIPTION_ACTIVE || status == SUBSCRIPTION_SUSPENDED)
        return STATUS_OK;
    return call_fail(acting->call, FAULT_SUBSCRIPTION_NOT_RUNNING, NULL, NULL, NULL);
}

/* What a line adds to runs, and was sold to the same customer by the same chain. */
static enum status check_parent(struct acting *acting, guid parent)
{
    const struct act_input *input = &acting->input;
    struct query_key key = { .ids = { parent } };
    struct row subscription;
    struct row order;

    if (guid_is_none(parent))
        return STATUS_OK;
    TRY(call_find_one(acting->call, QUERY_SUBSCRIPTION, &key, &subscription));
    key.ids[0] = subscription.fact.subscription.order;
    TRY(call_find_one(acting->call, QUERY_ORDER, &key, &order));
    if (subscription.id == 0 || order.id == 0 ||
        !guid_equal(order.fact.order.customer, input->customer) ||
        !guid_equal(order.fact.order.seller, input->seller) ||
        !guid_equal(order.fact.order.provider, input->provider))
        return call_fail(acting->call, FAULT_PARENT_OF_OTHERS, NULL, NULL, NULL);
    return check_running(acting, parent);
}

/* M2: the association with the new subscriptions, which is the same for each, is judged with the
 * order; all or none. */
static enum status prepare_lines(struct acting *acting)
{
    for (unsigned i = 0; i < line_count(acting); i++)
        TRY(check_parent(acting, line_at(acting, i).parent));
    propose_lines(acting);
    if (has_provider(acting))
        propose_association(acting, true);
    return STATUS_OK;
}

static enum status prepare_order(struct acting *acting)
{
    TRY(check_partner_id(acting));
    return prepare_lines(acting);
}

/* A line that is being added to the book. */
struct new_line {
    struct order_line asked;
    guid id;       /* its own; of the first line that of the order */
    guid order;    /* the order */
    uint32_t line; /* its number there, from 1 on */
};

static enum status add_order(struct acting *acting, const struct new_line *line)
{
    struct fact fact = act_fact(acting, FACT_ORDER);
    const struct act_input *input = &acting->input;

    fact.order.id = line->id;
    fact.order.customer = input->customer;
    fact.order.seller = input->seller;
    fact.order.provider = input->provider;
    fact.order.offer = line->asked.offer;
    fact.order.quantity = line->asked.quantity;
    fact.order.mpn_id = input->mpn_id;
    fact.order.placed_on = acting->call->today;
    if (line->line > 1) {
        fact.order.line_of = line->order;
        fact.order.line = line->line;
    }
    act_note_id(acting, line->line > 1 ? "line" : "order", line->id);
    return act_add(acting, fact);
}

static enum status add_subscription(struct acting *acting, guid id, const struct new_line *line)
{
    struct fact fact = act_fact(acting, FACT_SUBSCRIPTION);

    fact.subscription.id = id;
    fact.subscription.customer = acting->input.customer;
    fact.subscription.order = line->id;
    fact.subscription.quantity = line->asked.quantity;
    fact.subscription.parent = line->asked.parent;
    act_note_id(acting, "subscription", id);
    return act_add(acting, fact);
}

static enum status add_status(struct acting *acting, guid subscription,
                              enum subscription_status status)
{
    struct fact fact = act_fact(acting, FACT_SUBSCRIPTION_STATUS);

    fact.subscription_status.subscription = subscription;
    fact.subscription_status.customer = acting->input.customer;
    fact.subscription_status.status = status;
    return act_add(acting, fact);
}

static enum status add_partner_of_record(struct acting *acting, guid subscription)
{
    struct fact fact = act_fact(acting, FACT_PARTNER_OF_RECORD);

    fact.partner_of_record.subscription = subscription;
    fact.partner_of_record.customer = acting->input.customer;
    fact.partner_of_record.mpn_id = acting->input.mpn_id;
    return act_add(acting, fact);
}

static enum status add_terms(struct acting *acting, guid subscription,
                             const struct order_line *line, unsigned renewal)
{
    struct fact fact = act_fact(acting, FACT_SUBSCRIPTION_TERMS);

    fact.subscription_terms.subscription = subscription;
    fact.subscription_terms.customer = acting->input.customer;
    fact.subscription_terms.quantity = line->quantity;
    fact.subscription_terms.renewal = renewal;
    fact.subscription_terms.friendly_name = line->friendly_name;
    return act_add(acting, fact);
}

/* A line with its subscription, which runs at once. */
static enum status add_line(struct acting *acting, const struct new_line *line)
{
    guid subscription = act_new_id(acting);

    TRY(add_order(acting, line));
    TRY(add_subscription(acting, subscription, line));
    TRY(add_status(acting, subscription, SUBSCRIPTION_ACTIVE));
    if (line->asked.friendly_name.length > 0)
        TRY(add_terms(acting, subscription, &line->asked, RENEWAL_AUTOMATIC));
    return has_provider(acting) ? add_partner_of_record(acting, subscription) : STATUS_OK;
}

/* The first line is the order, of which the others are further lines. */
static enum status add_lines(struct acting *acting, guid order)
{
    struct new_line line = { .order = order, .line = acting->input.lines_before };

    for (unsigned i = 0; i < line_count(acting); i++) {
        line.line++;
        line.asked = line_at(acting, i);
        line.id = line.line == 1 ? order : act_new_id(acting);
        TRY(add_line(acting, &line));
    }
    return STATUS_OK;
}

static enum status place_order(struct acting *acting)
{
    return add_lines(acting, act_new_id(acting));
}

/* What every line has, and the lines after the first. */
#define LINE_INPUTS INPUT("offer", FIELD_TEXT, offer), INPUT("quantity", FIELD_QUANTITY, quantity)
#define LINE_INPUTS_OPTIONAL                                                                       \
    INPUT_OPTIONAL("friendly_name", FIELD_TEXT, friendly_name),                                    \
        INPUT_OPTIONAL("parent", FIELD_GUID, parent),                                              \
        INPUT_OPTIONAL("further_lines", FIELD_LINES, further_lines)

static const struct field order_fields[] = {
    INPUT("seller", FIELD_GUID, seller),
    INPUT_OPTIONAL("provider", FIELD_GUID, provider),
    INPUT("customer", FIELD_GUID, customer),
    LINE_INPUTS,
    INPUT_OPTIONAL("mpn_id", FIELD_DIGITS, mpn_id),
    LINE_INPUTS_OPTIONAL,
};
static const struct shape order_shape = INPUT_SHAPE("place_order", order_fields);

const struct use_case use_case_place_order = {
    .name = "place_order",
    .summary = { { "Place an order for a customer", "Passer une commande pour un client" } },
    .shape = &order_shape,
    PERMISSIONS_OF_TRANSACTING,
    .resolve = resolve_order,
    .prepare = prepare_order,
    .carry_out = place_order,
};

/* Adding lines to an order. */

/* A further line is no order of its own. */
static enum status resolve_extended(struct acting *acting)
{
    struct query_key key = { .ids = { acting->input.order } };
    const struct fact *order = &acting->subject.fact;

    TRY(call_find_one(acting->call, QUERY_ORDER, &key, &acting->subject));
    if (acting->subject.id == 0 || !guid_is_none(order->order.line_of))
        return call_fail(acting->call, FAULT_UNKNOWN_ORDER, NULL, NULL, NULL);
    acting->input.customer = order->order.customer;
    acting->input.seller = order->order.seller;
    acting->input.provider = order->order.provider;
    if (has_provider(acting))
        acting->input.mpn_id = order->order.mpn_id;
    fill_transacting(acting);
    return STATUS_OK;
}

static enum status count_lines(struct acting *acting)
{
    struct rows rows;
    uint32_t last = 1;

    TRY(act_find(acting, QUERY_LINES_OF_ORDER, acting->input.order, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.order.line > last)
            last = rows.list[i].fact.order.line;
    acting->input.lines_before = last;
    return STATUS_OK;
}

static enum status prepare_extension(struct acting *acting)
{
    struct arena *arena = &acting->call->arena;
    uint32_t before = 0;

    TRY(check_partner_id(acting));
    TRY(count_lines(acting));
    before = acting->input.lines_before;
    if (before > ORDER_LINES_MAX - line_count(acting))
        return call_fail(acting->call, FAULT_ORDER_LINES_MANY,
                         arena_format(arena, "%d", ORDER_LINES_MAX).bytes,
                         arena_format(arena, "%u", before).bytes, NULL);
    return prepare_lines(acting);
}

static enum status extend_order(struct acting *acting)
{
    return add_lines(acting, acting->input.order);
}

static const struct field extension_fields[] = {
    INPUT("order", FIELD_GUID, order),
    LINE_INPUTS,
    LINE_INPUTS_OPTIONAL,
};
static const struct shape extension_shape = INPUT_SHAPE("extend_order", extension_fields);

const struct use_case use_case_extend_order = {
    .name = "extend_order",
    .summary = { { "Add lines to an order", "Ajouter des lignes à une commande" } },
    .shape = &extension_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_ORDER,
    .resolve = resolve_extended,
    .prepare = prepare_extension,
    .carry_out = extend_order,
};

/* Running subscriptions. */

static enum status resolve_subscription(struct acting *acting)
{
    struct query_key key = { .ids = { acting->input.subscription } };
    struct row order;

    TRY(call_find_one(acting->call, QUERY_SUBSCRIPTION, &key, &acting->subject));
    if (acting->subject.id == 0)
        return call_fail(acting->call, FAULT_UNKNOWN_SUBSCRIPTION, NULL, NULL, NULL);
    key.ids[0] = acting->subject.fact.subscription.order;
    TRY(call_find_one(acting->call, QUERY_ORDER, &key, &order));
    if (order.id == 0)
        return call_fail(acting->call, FAULT_BOOK_REFERENCE, "subscription.order", NULL, NULL);
    acting->input.customer = order.fact.order.customer;
    acting->input.seller = order.fact.order.seller;
    acting->input.provider = order.fact.order.provider;
    fill_transacting(acting);
    return STATUS_OK;
}

static enum status prepare_associate(struct acting *acting)
{
    const struct row *row;

    if (!has_provider(acting))
        return call_fail(acting->call, FAULT_SUBSCRIPTION_IS_DIRECT, NULL, NULL, NULL);
    TRY(check_running(acting, acting->input.subscription));
    TRY(act_find_current(acting, QUERY_PARTNERS_OF_RECORD_OF_SUBSCRIPTION,
                         acting->input.subscription, GUID_NONE, &row));
    if (row != NULL && text_equal(row->fact.partner_of_record.mpn_id, acting->input.mpn_id))
        return call_fail(acting->call, FAULT_PARTNER_OF_RECORD_THERE, NULL, NULL, NULL);
    propose_association(acting, false);
    return STATUS_OK;
}

static enum status associate(struct acting *acting)
{
    TRY(act_find_and_end(acting, QUERY_PARTNERS_OF_RECORD_OF_SUBSCRIPTION,
                         acting->input.subscription, GUID_NONE));
    return add_partner_of_record(acting, acting->input.subscription);
}

static const struct field associate_fields[] = {
    INPUT("subscription", FIELD_GUID, subscription),
    INPUT("mpn_id", FIELD_DIGITS, mpn_id),
};
static const struct shape associate_shape = INPUT_SHAPE("associate_partner_id", associate_fields);

const struct use_case use_case_associate_partner_id = {
    .name = "associate_partner_id",
    .summary = { { "Associate a partner id with a running subscription",
                   "Associer un ID partenaire à un abonnement en cours" } },
    .shape = &associate_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_SUBSCRIPTION,
    .resolve = resolve_subscription,
    .prepare = prepare_associate,
    .carry_out = associate,
};

/* What it has been agreed to be from today on; what was ordered, if nothing says it. */

static enum status find_terms(struct acting *acting, struct fact *out_fact)
{
    const struct row *row;
    struct fact fact = fact_begin(FACT_SUBSCRIPTION_TERMS);

    TRY(act_find_current(acting, QUERY_TERMS_OF_SUBSCRIPTION, acting->input.subscription, GUID_NONE,
                         &row));
    fact.subscription_terms.quantity = acting->subject.fact.subscription.quantity;
    fact.subscription_terms.renewal = RENEWAL_AUTOMATIC;
    *out_fact = row == NULL ? fact : row->fact;
    return STATUS_OK;
}

/* What is bought in addition is an order of that much. */
static enum status propose_increase(struct acting *acting, uint32_t quantity)
{
    struct query_key key = { .ids = { acting->subject.fact.subscription.order } };
    struct row order;

    TRY(call_find_one(acting->call, QUERY_ORDER, &key, &order));
    propose_sale(acting, TEXT(""), order.fact.order.offer, quantity);
    return STATUS_OK;
}

static enum status prepare_change(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    uint64_t version = 0;
    struct fact terms;

    TRY(version_of_subscription(acting->call, input->subscription, &version));
    TRY(act_check_version(acting, version));
    TRY(check_running(acting, acting->input.subscription));
    TRY(find_terms(acting, &terms));
    if (terms.subscription_terms.quantity == input->quantity &&
        terms.subscription_terms.renewal == input->renewal &&
        text_equal(terms.subscription_terms.friendly_name, input->friendly_name))
        return call_fail(acting->call, FAULT_TERMS_THERE, NULL, NULL, NULL);
    if (input->quantity <= terms.subscription_terms.quantity)
        return STATUS_OK;
    return propose_increase(acting, input->quantity - terms.subscription_terms.quantity);
}

static enum status change(struct acting *acting)
{
    struct order_line line = line_at(acting, 0);

    TRY(act_find_and_end(acting, QUERY_TERMS_OF_SUBSCRIPTION, acting->input.subscription,
                         GUID_NONE));
    return add_terms(acting, acting->input.subscription, &line, acting->input.renewal);
}

static const struct field change_fields[] = {
    INPUT("subscription", FIELD_GUID, subscription),
    INPUT("quantity", FIELD_QUANTITY, quantity),
    INPUT_WORD("renewal", FIELD_WORD, renewal_words, renewal),
    INPUT_OPTIONAL("friendly_name", FIELD_TEXT, friendly_name),
    INPUT_OPTIONAL("version", FIELD_DIGITS, version),
};
static const struct shape change_shape = INPUT_SHAPE("change_subscription", change_fields);

const struct use_case use_case_change_subscription = {
    .name = "change_subscription",
    .summary = { { "Change the terms of a running subscription",
                   "Changer les conditions d'un abonnement en cours" } },
    .shape = &change_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_SUBSCRIPTION,
    .resolve = resolve_subscription,
    .prepare = prepare_change,
    .carry_out = change,
};

static enum status find_next(struct acting *acting, enum subscription_event event,
                             unsigned *out_next)
{
    enum subscription_status status;

    TRY(find_status(acting, acting->input.subscription, &status));
    return act_move(acting, &subscription_lifecycle, status, event, out_next);
}

static enum status check_event(struct acting *acting, enum subscription_event event)
{
    unsigned next;

    return find_next(acting, event, &next);
}

static enum status move(struct acting *acting, enum subscription_event event)
{
    unsigned next;

    TRY(find_next(acting, event, &next));
    TRY(act_find_and_end(acting, QUERY_STATUSES_OF_SUBSCRIPTION, acting->input.subscription,
                         GUID_NONE));
    act_note(acting, "status", text_of(subscription_status_words.list[next]));
    return add_status(acting, acting->input.subscription, (enum subscription_status)next);
}

static const struct field subscription_fields[] = {
    INPUT("subscription", FIELD_GUID, subscription),
};

static enum status prepare_suspend(struct acting *acting)
{
    return check_event(acting, SUSPEND_SUBSCRIPTION);
}

static enum status suspend(struct acting *acting)
{
    return move(acting, SUSPEND_SUBSCRIPTION);
}

static const struct shape suspend_shape = INPUT_SHAPE("suspend_subscription", subscription_fields);

const struct use_case use_case_suspend_subscription = {
    .name = "suspend_subscription",
    .summary = { { "Suspend a subscription", "Suspendre un abonnement" } },
    .shape = &suspend_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_SUBSCRIPTION,
    .resolve = resolve_subscription,
    .prepare = prepare_suspend,
    .carry_out = suspend,
};

static enum status prepare_resume(struct acting *acting)
{
    return check_event(acting, RESUME_SUBSCRIPTION);
}

static enum status resume(struct acting *acting)
{
    return move(acting, RESUME_SUBSCRIPTION);
}

static const struct shape resume_shape = INPUT_SHAPE("resume_subscription", subscription_fields);

const struct use_case use_case_resume_subscription = {
    .name = "resume_subscription",
    .summary = { { "Resume a suspended subscription", "Reprendre un abonnement suspendu" } },
    .shape = &resume_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_SUBSCRIPTION,
    .resolve = resolve_subscription,
    .prepare = prepare_resume,
    .carry_out = resume,
};

static enum status prepare_cancel(struct acting *acting)
{
    return check_event(acting, CANCEL_SUBSCRIPTION);
}

static enum status cancel(struct acting *acting)
{
    return move(acting, CANCEL_SUBSCRIPTION);
}

static const struct shape cancel_shape = INPUT_SHAPE("cancel_subscription", subscription_fields);

const struct use_case use_case_cancel_subscription = {
    .name = "cancel_subscription",
    .summary = { { "Cancel a subscription", "Résilier un abonnement" } },
    .shape = &cancel_shape,
    PERMISSIONS_OF_TRANSACTING,
    .hidden_as = FAULT_UNKNOWN_SUBSCRIPTION,
    .resolve = resolve_subscription,
    .prepare = prepare_cancel,
    .carry_out = cancel,
};
