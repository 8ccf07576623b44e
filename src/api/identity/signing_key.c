/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/signing_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/identity/pem.h"
#include "base/memory.h"
#include "base/sha256.h"

enum {
    KEY_BITS = 2048,
    NUMBER_BYTES = SIGNATURE_BYTES,
    /* Of so many bytes in base64url, with the NUL. */
    NUMBER_TEXT_BYTES = (NUMBER_BYTES + 2) / 3 * 4 + 1
};

struct signing_key {
    EVP_PKEY *pair;
    char modulus[NUMBER_TEXT_BYTES];
    char exponent[NUMBER_TEXT_BYTES];
    char id[KEY_ID_LENGTH + 1];
};

static bool number_text(const EVP_PKEY *pair, const char *name, char out_text[NUMBER_TEXT_BYTES])
{
    unsigned char bytes[NUMBER_BYTES];
    BIGNUM *number = NULL;
    bool is_read =
        EVP_PKEY_get_bn_param(pair, name, &number) == 1 && BN_num_bytes(number) <= NUMBER_BYTES;

    if (is_read)
        (void)sodium_bin2base64(out_text, NUMBER_TEXT_BYTES, bytes,
                                (size_t)BN_bn2bin(number, bytes),
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    BN_free(number);
    return is_read;
}

/* The public numbers, and the name that follows from them. */
static bool read_numbers(struct signing_key *key)
{
    unsigned char hash[SHA256_BYTES];
    char members[2 * NUMBER_TEXT_BYTES + 64];
    int length = 0;

    if (EVP_PKEY_get_bits(key->pair) != KEY_BITS ||
        !number_text(key->pair, OSSL_PKEY_PARAM_RSA_N, key->modulus) ||
        !number_text(key->pair, OSSL_PKEY_PARAM_RSA_E, key->exponent))
        return false;
    length = snprintf(members, sizeof(members), "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}",
                      key->exponent, key->modulus);
    sha256_of((struct text){ members, (size_t)length }, hash);
    (void)sodium_bin2base64(key->id, sizeof(key->id), hash, sizeof(hash),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return true;
}

enum status signing_key_make(const char *path, struct fault *fault)
{
    EVP_PKEY *pair = NULL;
    enum status status = STATUS_OK;

    if (access(path, F_OK) == 0)
        return STATUS_OK;
    pair = EVP_RSA_gen(KEY_BITS);
    status = pem_make_key_file(path, pair, fault);
    EVP_PKEY_free(pair);
    return status;
}

enum status signing_key_open(const char *path, struct signing_key **out_key, struct fault *fault)
{
    struct signing_key *key = memory_new(1, sizeof(*key));

    if (key == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    key->pair = pem_read_key_file(path);
    if (key->pair == NULL || !read_numbers(key)) {
        signing_key_close(key);
        return fault_set(fault, FAULT_SIGNING_KEY, path, NULL, NULL);
    }
    *out_key = key;
    return STATUS_OK;
}

void signing_key_close(struct signing_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_free(key->pair);
    memory_free(key);
}

const char *signing_key_id(const struct signing_key *key)
{
    return key->id;
}

bool signing_key_sign(struct signing_key *key, struct text bytes,
                      unsigned char out_signature[SIGNATURE_BYTES])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t length = SIGNATURE_BYTES;
    bool is_signed = context != NULL &&
                     EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key->pair) == 1 &&
                     EVP_DigestSign(context, out_signature, &length,
                                    (const unsigned char *)bytes.bytes, bytes.length) == 1 &&
                     length == SIGNATURE_BYTES;

    EVP_MD_CTX_free(context);
    return is_signed;
}

bool signing_key_verify(struct signing_key *key, struct text bytes,
                        const unsigned char signature[SIGNATURE_BYTES])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool is_right = context != NULL &&
                    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key->pair) == 1 &&
                    EVP_DigestVerify(context, signature, SIGNATURE_BYTES,
                                     (const unsigned char *)bytes.bytes, bytes.length) == 1;

    EVP_MD_CTX_free(context);
    return is_right;
}

void signing_key_write(struct buffer *buffer, const struct signing_key *key)
{
    buffer_add_format(buffer,
                      "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\","
                      "\"n\":\"%s\",\"e\":\"%s\"}",
                      key->id, key->modulus, key->exponent);
}
