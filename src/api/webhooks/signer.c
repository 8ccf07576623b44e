/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/signer.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "api/identity/authority.h"
#include "base/memory.h"

struct signer {
    char folder[FOLDER_BYTES];
    pthread_mutex_t mutex;
    struct signing_key *key; /* NULL: not needed yet */
    struct buffer certificate;
};

struct signer *signer_new(const char *folder)
{
    struct signer *signer = memory_new(1, sizeof(*signer));

    if (signer == NULL)
        return NULL;
    (void)snprintf(signer->folder, sizeof(signer->folder), "%s", folder);
    (void)pthread_mutex_init(&signer->mutex, NULL);
    return signer;
}

void signer_free(struct signer *signer)
{
    if (signer == NULL)
        return;
    signing_key_close(signer->key);
    buffer_done(&signer->certificate);
    (void)pthread_mutex_destroy(&signer->mutex);
    memory_free(signer);
}

/* Makes and reads what is not there yet. With the mutex held. */
static enum status prepare(struct signer *signer, struct fault *fault)
{
    char path[PRIVATE_PATH_BYTES];
    struct authority_subject subject = { "Aval, webhooks", path };

    if (signer->key != NULL)
        return STATUS_OK;
    private_file_path(signer->folder, "webhook_key.pem", path);
    TRY(identity_make_folder(signer->folder, fault));
    TRY(signing_key_make(path, fault));
    buffer_clear(&signer->certificate);
    TRY(authority_certify(signer->folder, &subject, &signer->certificate, fault));
    return signing_key_open(path, &signer->key, fault);
}

enum status signer_sign(struct signer *signer, struct text bytes,
                        char out_signature[SIGNATURE_TEXT_BYTES], struct fault *fault)
{
    unsigned char signature[SIGNATURE_BYTES];
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&signer->mutex);
    status = prepare(signer, fault);
    (void)pthread_mutex_unlock(&signer->mutex);
    if (status != STATUS_OK)
        return status;
    if (!signing_key_sign(signer->key, bytes, signature))
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    (void)sodium_bin2base64(out_signature, SIGNATURE_TEXT_BYTES, signature, sizeof(signature),
                            sodium_base64_VARIANT_ORIGINAL);
    return STATUS_OK;
}

enum status signer_add_certificate(struct signer *signer, struct buffer *buffer,
                                   struct fault *fault)
{
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&signer->mutex);
    status = prepare(signer, fault);
    if (status == STATUS_OK)
        buffer_add_text(buffer, buffer_text(&signer->certificate));
    (void)pthread_mutex_unlock(&signer->mutex);
    return status;
}
