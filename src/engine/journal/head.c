/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/head.h"

#include <sodium.h>
#include <yyjson.h>

#include "engine/journal/seal.h"

_Static_assert(HEAD_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "a key of Ed25519");
_Static_assert(HEAD_KEY_BYTES == crypto_sign_SEEDBYTES, "the same size as its seed");
_Static_assert(HEAD_SIGNATURE_BYTES == crypto_sign_BYTES, "a signature of Ed25519");

static const char key_prefix[] = "ed25519:";

enum {
    PREFIX_LENGTH = sizeof(key_prefix) - 1,
    SEED_LENGTH = 2 * HEAD_KEY_BYTES
};

/* Both halves of a key. */
struct key_pair {
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

enum status head_make_key(struct call *call)
{
    unsigned char seed[HEAD_KEY_BYTES];
    char text[SEED_LENGTH + 1];
    enum status status = STATUS_OK;

    randombytes_buf(seed, sizeof(seed));
    (void)sodium_bin2hex(text, sizeof(text), seed, sizeof(seed));
    status = call->store->set(call, SETTING_HEAD_KEY, text_of(text));
    sodium_memzero(seed, sizeof(seed));
    sodium_memzero(text, sizeof(text));
    return status;
}

static enum status load_pair(struct call *call, struct key_pair *out_pair)
{
    unsigned char seed[HEAD_KEY_BYTES];
    struct text text;
    size_t length = 0;

    TRY(call->store->setting(call, SETTING_HEAD_KEY, &text));
    if (sodium_hex2bin(seed, sizeof(seed), text.bytes, text.length, NULL, &length, NULL) != 0 ||
        length != sizeof(seed))
        return call_fail(call, FAULT_HEAD_KEY_MISSING, NULL, NULL, NULL);
    (void)crypto_sign_seed_keypair(out_pair->public, out_pair->secret, seed);
    sodium_memzero(seed, sizeof(seed));
    return STATUS_OK;
}

enum status head_load_key(struct call *call, unsigned char out_key[HEAD_KEY_BYTES])
{
    struct key_pair pair;

    TRY(load_pair(call, &pair));
    memcpy(out_key, pair.public, sizeof(pair.public));
    sodium_memzero(&pair, sizeof(pair));
    return STATUS_OK;
}

static void json_bytes(struct json_writer *writer, const unsigned char *bytes, size_t length)
{
    char text[PREFIX_LENGTH + 2 * HEAD_SIGNATURE_BYTES + 1];

    memcpy(text, key_prefix, PREFIX_LENGTH);
    (void)sodium_bin2hex(text + PREFIX_LENGTH, sizeof(text) - PREFIX_LENGTH, bytes, length);
    json_string(writer, text);
}

/* All of a head, or what of it is signed. */
static void write_object(struct buffer *buffer, const struct journal_head *head, bool has_signature)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, 0);
    json_begin_object(&writer);
    json_key(&writer, "at");
    json_integer(&writer, head->at);
    json_key(&writer, "key");
    json_bytes(&writer, head->key, sizeof(head->key));
    json_key(&writer, "leaf_count");
    json_integer(&writer, (int64_t)head->tree.leaf_count);
    json_key(&writer, "root");
    json_hash(&writer, &head->tree.root);
    if (has_signature) {
        json_key(&writer, "signature");
        json_bytes(&writer, head->signature, sizeof(head->signature));
    }
    json_end_object(&writer);
    json_writer_done(&writer);
}

void head_write(struct buffer *buffer, const struct journal_head *head)
{
    write_object(buffer, head, true);
    buffer_add_string(buffer, "\n");
}

static enum status sign(struct journal_head *head, const struct key_pair *pair)
{
    struct buffer text = { 0 };
    enum status status = STATUS_NO_MEMORY;

    write_object(&text, head, false);
    if (!text.has_failed) {
        (void)crypto_sign_detached(head->signature, NULL, (const unsigned char *)text.bytes,
                                   text.length, pair->secret);
        status = STATUS_OK;
    }
    buffer_done(&text);
    return status;
}

enum status head_load(struct call *call, struct journal_head *out_head)
{
    struct journal_nodes tree = journal_nodes(call);
    struct journal_head head = { .at = call->now };
    struct key_pair pair;
    enum status status = STATUS_OK;

    TRY(call->store->last_position(call, &head.tree.leaf_count));
    TRY(merkle_load_root(&tree.nodes, head.tree.leaf_count, &head.tree.root));
    TRY(load_pair(call, &pair));
    memcpy(head.key, pair.public, sizeof(head.key));
    status = sign(&head, &pair);
    sodium_memzero(&pair, sizeof(pair));
    if (status != STATUS_OK)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    *out_head = head;
    return STATUS_OK;
}

enum status head_check(const struct journal_head *head, bool *out_is_signed)
{
    struct buffer text = { 0 };
    enum status status = STATUS_NO_MEMORY;

    write_object(&text, head, false);
    if (!text.has_failed) {
        *out_is_signed =
            crypto_sign_verify_detached(head->signature, (const unsigned char *)text.bytes,
                                        text.length, head->key) == 0;
        status = STATUS_OK;
    }
    buffer_done(&text);
    return status;
}

static bool read_bytes(yyjson_val *value, unsigned char *out_bytes, size_t wanted)
{
    const char *text = yyjson_get_str(value);
    size_t length = 0;

    return text != NULL && yyjson_get_len(value) == PREFIX_LENGTH + 2 * wanted &&
           memcmp(text, key_prefix, PREFIX_LENGTH) == 0 &&
           sodium_hex2bin(out_bytes, wanted, text + PREFIX_LENGTH, 2 * wanted, NULL, &length,
                          NULL) == 0 &&
           length == wanted;
}

static bool read_root(yyjson_val *value, struct merkle_hash *out_root)
{
    const char *text = yyjson_get_str(value);

    return text != NULL && hash_parse((struct text){ text, yyjson_get_len(value) }, out_root);
}

/* NULL, or the name of the member that is not as it has to be. */
static const char *read_members(yyjson_val *object, struct journal_head *head)
{
    yyjson_val *count = yyjson_obj_get(object, "leaf_count");
    yyjson_val *at = yyjson_obj_get(object, "at");

    if (!yyjson_is_obj(object))
        return "JSON";
    if (!yyjson_is_uint(count) || yyjson_get_uint(count) > INT64_MAX)
        return "leaf_count";
    if (!yyjson_is_int(at) || (yyjson_is_uint(at) && yyjson_get_uint(at) > INT64_MAX))
        return "at";
    head->tree.leaf_count = yyjson_get_uint(count);
    head->at = yyjson_get_sint(at);
    if (!read_root(yyjson_obj_get(object, "root"), &head->tree.root))
        return "root";
    if (!read_bytes(yyjson_obj_get(object, "key"), head->key, sizeof(head->key)))
        return "key";
    if (!read_bytes(yyjson_obj_get(object, "signature"), head->signature, sizeof(head->signature)))
        return "signature";
    return NULL;
}

enum status head_parse(struct text json, struct fault *fault, struct journal_head *out_head)
{
    yyjson_doc *document = yyjson_read(json.bytes, json.length, 0);
    struct journal_head head = { 0 };
    const char *wrong = read_members(yyjson_doc_get_root(document), &head);

    yyjson_doc_free(document);
    if (wrong != NULL)
        return fault_set(fault, FAULT_HEAD_UNREADABLE, wrong, NULL, NULL);
    *out_head = head;
    return STATUS_OK;
}
