/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/pem.h"

#include <limits.h>
#include <openssl/pem.h>
#include <sodium.h>

/* Adds what was written to the stream, which ends. */
static bool add_written(struct buffer *buffer, BIO *stream, bool is_written)
{
    char *bytes = NULL;
    long length = is_written ? BIO_get_mem_data(stream, &bytes) : 0;

    if (length > 0)
        buffer_add(buffer, bytes, (size_t)length);
    BIO_free(stream);
    return length > 0 && !buffer->has_failed;
}

bool pem_add_key(struct buffer *buffer, EVP_PKEY *pair)
{
    BIO *stream = BIO_new(BIO_s_secmem());

    return stream != NULL &&
           add_written(buffer, stream,
                       PEM_write_bio_PrivateKey(stream, pair, NULL, NULL, 0, NULL, NULL) == 1);
}

bool pem_add_certificate(struct buffer *buffer, X509 *certificate)
{
    BIO *stream = BIO_new(BIO_s_mem());

    return stream != NULL &&
           add_written(buffer, stream, PEM_write_bio_X509(stream, certificate) == 1);
}

static BIO *stream_of(struct text text)
{
    return text.length > INT_MAX ? NULL : BIO_new_mem_buf(text.bytes, (int)text.length);
}

EVP_PKEY *pem_read_key(struct text text)
{
    static char no_password[] = "";
    BIO *stream = stream_of(text);
    EVP_PKEY *pair = NULL;

    /* A key with a password is not asked for on a terminal: it cannot be read. */
    if (stream != NULL)
        pair = PEM_read_bio_PrivateKey(stream, NULL, NULL, no_password);
    BIO_free(stream);
    return pair;
}

X509 *pem_read_certificate(struct text text)
{
    BIO *stream = stream_of(text);
    X509 *certificate = NULL;

    if (stream != NULL)
        certificate = PEM_read_bio_X509(stream, NULL, NULL, NULL);
    BIO_free(stream);
    return certificate;
}

void secret_buffer_done(struct buffer *buffer)
{
    if (buffer->length > 0)
        sodium_memzero(buffer->bytes, buffer->length);
    buffer_done(buffer);
}

enum status pem_make_key_file(const char *path, EVP_PKEY *pair, struct fault *fault)
{
    struct buffer text = { 0 };
    enum status status = STATUS_NO_MEMORY;

    if (pair != NULL && pem_add_key(&text, pair))
        status = private_file_make(path, buffer_text(&text), fault);
    else
        (void)fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    secret_buffer_done(&text);
    return status;
}

EVP_PKEY *pem_read_key_file(const char *path)
{
    struct buffer text = { 0 };
    EVP_PKEY *pair = NULL;

    if (private_file_read(path, &text) == STATUS_OK)
        pair = pem_read_key(buffer_text(&text));
    secret_buffer_done(&text);
    return pair;
}
