/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/apps.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yyjson.h>

#include "base/json_writer.h"
#include "base/memory.h"
#include "model/noun_json.h"

enum {
    /* A secret is 256 random bits, which nobody can guess; the hash keeps what a stolen file is
     * worth at nothing. So it may be cheap enough for many clients to ask at once. */
    HASH_ROUNDS = 3,
    HASH_BYTES = 12 * 1024 * 1024,
};

static void write_line(struct buffer *line, const struct app *app)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, line, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "app");
    json_guid(&writer, app->id);
    json_key(&writer, "tenant");
    if (principal_is_vendor(app->principal))
        json_null(&writer);
    else
        json_guid(&writer, app->principal.tenant);
    json_key(&writer, "role");
    json_string(&writer, principal_role_words.list[app->principal.role]);
    json_key(&writer, "secret");
    json_string(&writer, app->hash);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(line, "\n");
}

/* Adds a line to the file and returns when it is kept. */
static enum status append(const char *path, struct text line, struct fault *fault)
{
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool is_kept = false;

    if (file < 0)
        return private_file_fail(path, fault);
    /* One write: registrations made at the same time do not mix. */
    is_kept = write(file, line.bytes, line.length) == (ssize_t)line.length && fsync(file) == 0;
    if (!is_kept)
        (void)private_file_fail(path, fault);
    (void)close(file);
    return is_kept ? STATUS_OK : STATUS_WRITE_FAILED;
}

static guid random_id(void)
{
    guid id;

    randombytes_buf(&id, sizeof(id));
    id.high = (id.high & ~UINT64_C(0xF000)) | 0x4000;
    id.low = (id.low & UINT64_C(0x3FFFFFFFFFFFFFFF)) | UINT64_C(0x8000000000000000);
    return id;
}

void app_secret_write(const unsigned char bytes[APP_SECRET_BYTES],
                      char out_text[APP_SECRET_LENGTH + 1])
{
    (void)sodium_bin2base64(out_text, APP_SECRET_LENGTH + 1, bytes, APP_SECRET_BYTES,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum status app_register(const char *folder, struct principal principal,
                         const struct app_secret *secret, struct fault *fault)
{
    char path[PRIVATE_PATH_BYTES];
    struct buffer line = { 0 };
    struct app app = { .id = secret->id, .principal = principal };
    enum status status = STATUS_OK;

    TRY(identity_make_folder(folder, fault));
    private_file_path(folder, "apps.ndjson", path);
    if (crypto_pwhash_str_alg(app.hash, secret->secret, APP_SECRET_LENGTH, HASH_ROUNDS, HASH_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    write_line(&line, &app);
    status = line.has_failed ? fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL)
                             : append(path, buffer_text(&line), fault);
    buffer_done(&line);
    return status;
}

enum status app_add(const char *folder, struct principal principal, struct app_secret *out_secret,
                    struct fault *fault)
{
    unsigned char random[APP_SECRET_BYTES];

    randombytes_buf(random, sizeof(random));
    out_secret->id = random_id();
    app_secret_write(random, out_secret->secret);
    sodium_memzero(random, sizeof(random));
    return app_register(folder, principal, out_secret, fault);
}

static struct text string_of(yyjson_val *object, const char *key)
{
    yyjson_val *value = yyjson_obj_get(object, key);

    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

/* Reads a registration. False: it is none, or not the one. */
static bool read_line(struct text line, guid id, struct app *out_app)
{
    yyjson_doc *document = yyjson_read(line.bytes, line.length, 0);
    yyjson_val *object = yyjson_doc_get_root(document);
    struct text hash = string_of(object, "secret");
    struct app app = { .principal = { GUID_NONE, PRINCIPAL_VENDOR } };
    unsigned role = 0;
    bool is_read = guid_parse(string_of(object, "app"), &app.id) && guid_equal(app.id, id) &&
                   words_find(&principal_role_words, string_of(object, "role"), &role) &&
                   hash.length > 0 && hash.length < APP_HASH_BYTES;

    app.principal.role = (enum principal_role)role;
    if (is_read && !principal_is_vendor(app.principal))
        is_read = guid_parse(string_of(object, "tenant"), &app.principal.tenant);
    if (is_read) {
        memcpy(app.hash, hash.bytes, hash.length);
        *out_app = app;
    }
    yyjson_doc_free(document);
    return is_read;
}

enum status app_find(const char *folder, guid id, struct app *out_app)
{
    struct buffer bytes = { 0 };
    struct text rest;
    char path[PRIVATE_PATH_BYTES];
    enum status status = STATUS_OK;
    bool has_found = false;

    private_file_path(folder, "apps.ndjson", path);
    status = private_file_read(path, &bytes);
    if (status == STATUS_READ_FAILED && errno == ENOENT)
        status = STATUS_NOT_FOUND;
    rest = buffer_text(&bytes);
    while (status == STATUS_OK && !has_found && rest.length > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.length);
        size_t length = end == NULL ? rest.length : (size_t)(end - rest.bytes);

        has_found = read_line((struct text){ rest.bytes, length }, id, out_app);
        length += end != NULL;
        rest = (struct text){ rest.bytes + length, rest.length - length };
    }
    buffer_done(&bytes);
    if (status == STATUS_OK && !has_found)
        return STATUS_NOT_FOUND;
    return status;
}

bool app_has_secret(const struct app *app, struct text secret)
{
    return secret.length > 0 &&
           crypto_pwhash_str_verify(app->hash, secret.bytes, secret.length) == 0;
}
