/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands about the journal share: the book, numbers and heads. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/terminal.h"

enum {
    HEAD_BYTES_MAX = 4096
};

enum exit_status journal_read(const struct invocation *invocation, struct store_work *work)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;
    struct store *store =
        db_option_open(invocation->language, invocation->values[JOURNAL_DB], STORE_READ, &exit);

    if (store == NULL)
        return exit;
    status = store->read(store, work, &fault);
    store->close(store);
    return status == STATUS_OK ? EXIT_DONE : fault_complain(invocation->language, &fault);
}

bool journal_number(enum language language, const char *name, const char *typed,
                    uint64_t *out_number)
{
    uint64_t number = 0;
    size_t length = strlen(typed);

    for (size_t i = 0; i < length && length <= 18; i++) {
        if (typed[i] < '0' || typed[i] > '9')
            break;
        number = number * 10 + (uint64_t)(typed[i] - '0');
        if (i + 1 < length)
            continue;
        *out_number = number;
        return true;
    }
    terminal_complain(language, MESSAGE_WRONG_VALUE, (struct message_arguments){ { name, typed } });
    return false;
}

static bool read_file(const char *path, char bytes[HEAD_BYTES_MAX], size_t *out_length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = 1;

    if (file < 0)
        return false;
    while (length < HEAD_BYTES_MAX && got > 0) {
        got = read(file, bytes + length, HEAD_BYTES_MAX - length);
        length += got > 0 ? (size_t)got : 0;
    }
    (void)close(file);
    *out_length = length;
    return got >= 0;
}

bool journal_read_head(enum language language, const char *path, struct journal_head *out_head)
{
    char bytes[HEAD_BYTES_MAX];
    size_t length = 0;
    struct fault fault = { 0 };

    if (!read_file(path, bytes, &length)) {
        terminal_complain_of_file(language, MESSAGE_CANNOT_READ, path);
        return false;
    }
    if (head_parse((struct text){ bytes, length }, &fault, out_head) == STATUS_OK)
        return true;
    (void)fault_complain(language, &fault);
    return false;
}
