/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/routes_json.h"

#include "base/attributes.h"
#include "base/json_writer.h"
#include "exchange/full_private.h"
#include "planner/plan_json.h"

/* Routes being written. */
struct writing {
    struct json_writer writer;
    const struct book_source *source;
    const struct routes *routes;
};

static void write_tenant(struct writing *writing, uint32_t tenant)
{
    tenant_write_json(&writing->writer, &writing->source->source, tenant);
}

static void write_members(struct writing *writing, struct candidate route)
{
    json_key(&writing->writer, "provider");
    write_tenant(writing, route.provider);
    json_key(&writing->writer, "seller");
    write_tenant(writing, route.tenant);
}

static void write_list(struct writing *writing, const struct candidate *list, size_t count)
{
    json_begin_array(&writing->writer);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&writing->writer);
        write_members(writing, list[i]);
        json_end_object(&writing->writer);
    }
    json_end_array(&writing->writer);
}

static void write_plan(struct writing *writing, const struct plan *plan)
{
    struct json_writer *writer = &writing->writer;

    json_key(writer, "plan");
    json_begin_object(writer);
    json_key(writer, "steps");
    json_begin_array(writer);
    for (unsigned i = 0; i < plan->step_count; i++) {
        json_begin_object(writer);
        step_write_members(writer, &writing->source->source, &plan->steps[i]);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_key(writer, "then");
    act_write_json(writer, &writing->source->source, &plan->then);
    json_end_object(writer);
}

static void write_near_misses(struct writing *writing)
{
    json_begin_array(&writing->writer);
    for (size_t i = 0; i < writing->routes->near_miss_count; i++) {
        const struct near_miss *miss = &writing->routes->near_misses[i];

        json_begin_object(&writing->writer);
        write_members(writing, miss->route);
        write_plan(writing, &miss->plan);
        json_end_object(&writing->writer);
    }
    json_end_array(&writing->writer);
}

/* Only where no route is supported. */
static void write_cuts(struct writing *writing)
{
    struct json_writer *writer = &writing->writer;

    json_begin_array(writer);
    for (unsigned i = 0; i < RULE_COUNT && writing->routes->supported_count == 0; i++) {
        const struct route_cut *cut = &writing->routes->cuts[i];

        if (cut->found == 0)
            continue;
        json_begin_object(writer);
        json_key(writer, "rule");
        json_string(writer, rules[i]->id);
        json_key(writer, "found");
        json_integer(writer, (int64_t)cut->found);
        json_key(writer, "alone");
        json_integer(writer, (int64_t)cut->alone);
        json_key(writer, "examples");
        write_list(writing, cut->examples, cut->example_count);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_own_use(struct writing *writing)
{
    struct json_writer *writer = &writing->writer;
    const struct routes *routes = writing->routes;

    if (!routes->is_for_own_use) {
        json_null(writer);
        return;
    }
    json_begin_object(writer);
    json_key(writer, "tenants");
    json_begin_array(writer);
    for (size_t i = 0; i < routes->own_tenant_count; i++)
        write_tenant(writing, routes->own_tenants[i]);
    json_end_array(writer);
    json_key(writer, "routes");
    write_list(writing, routes->elsewhere, routes->elsewhere_count);
    json_end_object(writer);
}

void routes_write_json(struct buffer *buffer, const struct book_source *source, struct terms terms,
                       const struct routes_query *query, const struct routes *routes)
{
    NOT_CLEARED struct writing writing;
    struct json_writer *writer = &writing.writer;

    json_writer_init(writer, buffer, JSON_DEPTH_MAX);
    writing.source = source;
    writing.routes = routes;
    json_begin_object(writer);
    json_key(writer, "customer");
    write_tenant(&writing, query->customer);
    json_key(writer, "as_of");
    json_date(writer, query->date);
    json_key(writer, "profile");
    json_string(writer, profile_words.list[terms.profile]);
    json_key(writer, "candidates");
    json_integer(writer, (int64_t)routes->candidate_count);
    json_key(writer, "supported");
    json_integer(writer, (int64_t)routes->supported_count);
    json_key(writer, "routes");
    write_list(&writing, routes->supported, routes->supported_listed);
    json_key(writer, "near");
    write_near_misses(&writing);
    json_key(writer, "cut_off");
    write_cuts(&writing);
    json_key(writer, "own_use");
    write_own_use(&writing);
    json_end_object(writer);
    json_writer_done(writer);
    buffer_add(buffer, "\n", 1);
}
