/* SPDX-License-Identifier: Apache-2.0 */
#include "book/edit.h"

#include "base/memory.h"

enum status memory_list_add(struct memory_list *list, void *memory)
{
    void *items = (void *)list->items;

    TRY(memory_grow(&items, &list->capacity, list->count + 1, sizeof(*list->items)));
    list->items = (void **)items;
    list->items[list->count++] = memory;
    return STATUS_OK;
}

void memory_list_done(struct memory_list *list)
{
    memory_free((void *)list->items);
    *list = (struct memory_list){ 0 };
}

void memory_list_free_items(struct memory_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        memory_free(list->items[i]);
    list->count = 0;
}

static enum status keep_made(struct edit *edit, void *memory, void **out_memory)
{
    if (memory == NULL)
        return STATUS_NO_MEMORY;
    if (!edit->is_bulk && memory_list_add(&edit->made, memory) != STATUS_OK) {
        memory_free(memory);
        return STATUS_NO_MEMORY;
    }
    *out_memory = memory;
    return STATUS_OK;
}

enum status edit_make(struct edit *edit, size_t size, void **out_memory)
{
    return keep_made(edit, memory_new(1, size), out_memory);
}

enum status edit_make_lines(struct edit *edit, size_t size, void **out_memory)
{
    return keep_made(edit, memory_new_lines(size), out_memory);
}

enum status edit_replace(struct edit *edit, void *memory)
{
    if (memory == NULL)
        return STATUS_OK;
    if (!edit->is_bulk)
        return memory_list_add(&edit->replaced, memory);
    memory_free(memory);
    return STATUS_OK;
}
