/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/memory/scarce.h"

#include <csv.h>
#include <stdlib.h>

#include "base/memory.h"
#include "unit/test.h"

/* What the linker calls the functions themselves, and what it lets others call (--wrap). */
void *true_calloc(size_t count, size_t size) __asm__("__real_calloc");
void *true_realloc(void *memory, size_t size) __asm__("__real_realloc");
void *true_aligned_alloc(size_t alignment, size_t size) __asm__("__real_aligned_alloc");
void *true_memory_new_lines(size_t size) __asm__("__real_memory_new_lines");
void *true_memory_new(size_t count, size_t size) __asm__("__real_memory_new");
void true_memory_free(void *memory) __asm__("__real_memory_free");
enum status true_memory_grow(void **items, size_t *capacity, size_t count,
                             size_t size) __asm__("__real_memory_grow");
int true_csv_init(struct csv_parser *parser, unsigned char options) __asm__("__real_csv_init");

void *scarce_calloc(size_t count, size_t size) __asm__("__wrap_calloc");
void *scarce_realloc(void *memory, size_t size) __asm__("__wrap_realloc");
void *scarce_aligned_alloc(size_t alignment, size_t size) __asm__("__wrap_aligned_alloc");
void *counted_memory_new_lines(size_t size) __asm__("__wrap_memory_new_lines");
void *counted_memory_new(size_t count, size_t size) __asm__("__wrap_memory_new");
void counted_memory_free(void *memory) __asm__("__wrap_memory_free");
enum status counted_memory_grow(void **items, size_t *capacity, size_t count,
                                size_t size) __asm__("__wrap_memory_grow");
int scarce_csv_init(struct csv_parser *parser, unsigned char options) __asm__("__wrap_csv_init");

static unsigned long allocation_count;
static unsigned long failing_allocation;
static bool csv_was_refused;
static long held_count;

static bool runs_out(void)
{
    allocation_count++;
    return allocation_count == failing_allocation;
}

void *scarce_calloc(size_t count, size_t size)
{
    return runs_out() ? NULL : true_calloc(count, size);
}

void *scarce_realloc(void *memory, size_t size)
{
    return runs_out() ? NULL : true_realloc(memory, size);
}

void *scarce_aligned_alloc(size_t alignment, size_t size)
{
    return runs_out() ? NULL : true_aligned_alloc(alignment, size);
}

void *counted_memory_new_lines(size_t size)
{
    void *memory = true_memory_new_lines(size);

    held_count += memory != NULL;
    return memory;
}

void *counted_memory_new(size_t count, size_t size)
{
    void *memory = true_memory_new(count, size);

    held_count += memory != NULL;
    return memory;
}

void counted_memory_free(void *memory)
{
    held_count -= memory != NULL;
    true_memory_free(memory);
}

enum status counted_memory_grow(void **items, size_t *capacity, size_t count, size_t size)
{
    bool had_none = *items == NULL;
    enum status status = true_memory_grow(items, capacity, count, size);

    held_count += had_none && *items != NULL;
    return status;
}

static void *csv_realloc(void *memory, size_t size)
{
    void *grown = csv_was_refused ? NULL : scarce_realloc(memory, size);

    csv_was_refused = grown == NULL;
    held_count += memory == NULL && grown != NULL;
    return grown;
}

static void csv_release(void *memory)
{
    held_count -= memory != NULL;
    free(memory);
}

int scarce_csv_init(struct csv_parser *parser, unsigned char options)
{
    int result = true_csv_init(parser, options);

    csv_set_realloc_func(parser, csv_realloc);
    csv_set_free_func(parser, csv_release);
    return result;
}

void scarce_begin(unsigned long fail_at)
{
    csv_was_refused = false;
    allocation_count = 0;
    failing_allocation = fail_at;
}

unsigned long scarce_end(void)
{
    failing_allocation = 0;
    csv_was_refused = false;
    return allocation_count;
}

long scarce_held_count(void)
{
    return held_count;
}

void check_each_allocation(enum status (*run)(void *payload), void *payload, enum status expected)
{
    unsigned long count = 0;
    long held_before = held_count;

    scarce_begin(0);
    assert_int_equal(run(payload), expected);
    count = scarce_end();
    assert_int_equal(held_count, held_before);
    for (unsigned long fail_at = 1; fail_at <= count; fail_at++) {
        enum status status = STATUS_OK;

        scarce_begin(fail_at);
        status = run(payload);
        (void)scarce_end();
        if (status != expected && status != STATUS_NO_MEMORY)
            fail_msg("allocation %lu of %lu: status %d", fail_at, count, (int)status);
        if (held_count != held_before)
            fail_msg("allocation %lu of %lu: %ld blocks held", fail_at, count,
                     held_count - held_before);
    }
    assert_true(count > 0);
}
