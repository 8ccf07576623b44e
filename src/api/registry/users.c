/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/users.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "api/registry/registry_private.h"

_Static_assert((int)USER_HASH_BYTES == (int)HASH_TEXT_BYTES, "a hash has its room");

/* In small letters: "name@domain", of letters, digits and a few signs. */
static bool read_name(struct text text, char out_name[USER_NAME_BYTES])
{
    unsigned at_count = 0;

    if (text.length >= USER_NAME_BYTES)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char sign = text.bytes[i];

        if (!isalnum((unsigned char)sign) && (sign == '\0' || strchr(".-_+@'", sign) == NULL))
            return false;
        at_count += sign == '@';
        out_name[i] = (char)tolower((unsigned char)sign);
    }
    out_name[text.length] = '\0';
    return at_count == 1 && out_name[0] != '@' && out_name[text.length - 1] != '@';
}

enum status user_add(struct registry *registry, const struct user_request *request, guid *out_id,
                     struct fault *fault)
{
    char name[USER_NAME_BYTES];
    char hash[HASH_TEXT_BYTES];
    guid id = random_guid();
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    if (!read_name(request->name, name))
        return fault_set(fault, FAULT_USER_NAME, NULL, NULL, NULL);
    if (request->password.length < PASSWORD_LENGTH_MIN ||
        request->password.length > PASSWORD_LENGTH_MAX || !text_is_utf8(request->password))
        return fault_set(fault, FAULT_PASSWORD, NULL, NULL, NULL);
    TRY(secret_hash(request->password, hash, fault));
    statement = registry_begin(registry, REGISTRY_USER_ADD);
    registry_bind_guid(statement, 1, id);
    registry_bind_guid(statement, 2, request->principal.tenant);
    registry_bind_text(statement, 3, text_of(principal_role_words.list[request->principal.role]));
    registry_bind_text(statement, 4, text_of(hash));
    registry_bind_text(statement, 5, text_of(name));
    status = registry_run(registry, statement, NULL, fault);
    if (status == STATUS_CONFLICT)
        return fault_set(fault, FAULT_USER_EXISTS, name, NULL, NULL);
    if (status == STATUS_OK)
        *out_id = id;
    return status;
}

static bool read_row(sqlite3_stmt *statement, struct user *out_user)
{
    struct user user = { .id = registry_guid(statement, 0) };

    registry_hash(statement, user.hash);
    if (!registry_principal(statement, &user.principal) ||
        !read_name(registry_text(statement, 4), user.name))
        return false;
    *out_user = user;
    return true;
}

/* Reads the one row of a statement that is bound, and gives the registry back. */
static bool find(struct registry *registry, sqlite3_stmt *statement, struct user *out_user)
{
    bool is_found = sqlite3_step(statement) == SQLITE_ROW && read_row(statement, out_user);

    registry_end(registry, statement);
    return is_found;
}

bool user_find(struct registry *registry, struct text name, struct user *out_user)
{
    char wanted[USER_NAME_BYTES];
    sqlite3_stmt *statement = NULL;

    if (!read_name(name, wanted))
        return false;
    statement = registry_begin(registry, REGISTRY_USER_FIND_NAME);
    registry_bind_text(statement, 1, text_of(wanted));
    return find(registry, statement, out_user);
}

bool user_find_id(struct registry *registry, guid id, struct user *out_user)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_USER_FIND);

    registry_bind_guid(statement, 1, id);
    return find(registry, statement, out_user);
}

void user_visit(struct registry *registry, struct user_visitor *visitor)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_USER_LIST);
    struct user user;

    while (sqlite3_step(statement) == SQLITE_ROW)
        if (read_row(statement, &user))
            visitor->see(visitor, &user);
    registry_end(registry, statement);
}

enum status user_remove(struct registry *registry, struct text name, struct fault *fault)
{
    char wanted[USER_NAME_BYTES] = "";
    sqlite3_stmt *statement = NULL;
    int count = 0;

    if (!read_name(name, wanted))
        return fault_set(fault, FAULT_USER_NAME, NULL, NULL, NULL);
    statement = registry_begin(registry, REGISTRY_USER_REMOVE);
    registry_bind_text(statement, 1, text_of(wanted));
    TRY(registry_run(registry, statement, &count, fault));
    return count > 0 ? STATUS_OK : fault_set(fault, FAULT_UNKNOWN_USER, wanted, NULL, NULL);
}

void password_make(char out_password[PASSWORD_MADE_LENGTH + 1])
{
    unsigned char bytes[PASSWORD_MADE_BYTES];

    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2base64(out_password, PASSWORD_MADE_LENGTH + 1, bytes, sizeof(bytes),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
}

bool user_has_password(const struct user *user, struct text password)
{
    /* Of a password that nobody knows. */
    static const char nobodys[] = "$argon2id$v=19$m=12288,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    return secret_is(user == NULL ? nobodys : user->hash, password) && user != NULL;
}
