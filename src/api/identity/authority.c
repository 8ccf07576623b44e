/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/authority.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

#include "api/identity/pem.h"

enum {
    AUTHORITY_DAYS = 3650,
    SERVER_DAYS = 825, /* the most that all clients take */
    SERIAL_BITS = 126,
    DAY_SECONDS = 86400
};

static const char key_file[] = "ca_key.pem";

/* A name that may stand in a certificate: letters, digits, dots and dashes. */
static bool is_host_name(const char *name)
{
    for (; *name != '\0'; name++)
        if (!isalnum((unsigned char)*name) && *name != '.' && *name != '-')
            return false;
    return true;
}

static bool is_address(const char *name)
{
    unsigned char address[16];

    return inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
}

void tls_names_add(struct tls_names *names, struct text name)
{
    char *added = names->list[names->count < TLS_NAMES_MAX ? names->count : 0];

    if (names->count == TLS_NAMES_MAX || name.length == 0 || name.length >= TLS_NAME_BYTES)
        return;
    for (unsigned i = 0; i < names->count; i++)
        if (text_is_in_any_case(name, names->list[i]))
            return;
    memcpy(added, name.bytes, name.length);
    added[name.length] = '\0';
    names->count += is_host_name(added) || is_address(added);
}

/* "IP:127.0.0.1,DNS:localhost" */
static void write_names(struct buffer *buffer, const struct tls_names *names)
{
    for (unsigned i = 0; i < names->count; i++)
        buffer_add_format(buffer, "%s%s:%s", i > 0 ? "," : "",
                          is_address(names->list[i]) ? "IP" : "DNS", names->list[i]);
    buffer_add(buffer, "", 1);
}

/* What a certificate is made of. */
struct plan {
    EVP_PKEY *pair;      /* whose it is */
    X509 *issuer;        /* NULL: itself */
    EVP_PKEY *signer;    /* of the issuer */
    const char *subject; /* its name */
    int days;
    const char *extensions[5][2]; /* names and values; NULL at the end */
};

static bool add_extension(X509 *certificate, X509 *issuer, const char *name, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension = NULL;
    bool is_added = false;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, OBJ_sn2nid(name), value);
    is_added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

static bool add_serial(X509 *certificate)
{
    BIGNUM *number = BN_new();
    bool is_added = number != NULL &&
                    BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;

    BN_free(number);
    return is_added;
}

static bool fill(X509 *certificate, const struct plan *plan)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509 *issuer = plan->issuer == NULL ? certificate : plan->issuer;
    bool is_filled =
        X509_set_version(certificate, X509_VERSION_3) == 1 && add_serial(certificate) &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                   (const unsigned char *)plan->subject, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
        /* Clocks of other machines. */
        X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY_SECONDS) != NULL &&
        X509_time_adj_ex(X509_getm_notAfter(certificate), plan->days, 0, NULL) != NULL &&
        X509_set_pubkey(certificate, plan->pair) == 1 &&
        add_extension(certificate, issuer, "subjectKeyIdentifier", "hash");

    for (size_t i = 0; i < COUNT_OF(plan->extensions) && plan->extensions[i][0] != NULL; i++)
        is_filled = is_filled && add_extension(certificate, issuer, plan->extensions[i][0],
                                               plan->extensions[i][1]);
    return is_filled;
}

/* NULL: no memory. */
static X509 *make_certificate(const struct plan *plan)
{
    X509 *certificate = X509_new();

    if (certificate != NULL && fill(certificate, plan) &&
        X509_sign(certificate, plan->signer, EVP_sha256()) > 0)
        return certificate;
    X509_free(certificate);
    return NULL;
}

/* The authority, as it stands in its files. */
struct authority {
    EVP_PKEY *pair;
    X509 *certificate;
};

static void authority_close(struct authority *authority)
{
    EVP_PKEY_free(authority->pair);
    X509_free(authority->certificate);
}

static enum status make_key(const char *folder, struct fault *fault)
{
    char path[PRIVATE_PATH_BYTES];
    EVP_PKEY *pair = NULL;
    enum status status = STATUS_OK;

    private_file_path(folder, key_file, path);
    if (access(path, F_OK) == 0)
        return STATUS_OK;
    pair = EVP_EC_gen("P-256");
    status = pem_make_key_file(path, pair, fault);
    EVP_PKEY_free(pair);
    return status;
}

/* The certificate follows from the key: so two that make it at once make one authority. */
static enum status make_own_certificate(const char *path, EVP_PKEY *pair, struct fault *fault)
{
    struct plan plan = { .pair = pair,
                         .signer = pair,
                         .subject = "Aval, local authority",
                         .days = AUTHORITY_DAYS,
                         .extensions = { { "basicConstraints", "critical,CA:TRUE,pathlen:0" },
                                         { "keyUsage", "critical,keyCertSign,cRLSign" } } };
    X509 *certificate = make_certificate(&plan);
    struct buffer text = { 0 };
    enum status status = STATUS_OK;

    if (certificate == NULL || !pem_add_certificate(&text, certificate))
        status = fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    else
        status = private_file_make(path, buffer_text(&text), fault);
    X509_free(certificate);
    buffer_done(&text);
    return status;
}

/* Leaves the authority to be closed either way. */
static enum status authority_open(const char *folder, struct authority *authority,
                                  struct fault *fault)
{
    struct buffer text = { 0 };
    char key_path[PRIVATE_PATH_BYTES];
    char path[PRIVATE_PATH_BYTES];

    private_file_path(folder, key_file, key_path);
    private_file_path(folder, AUTHORITY_FILE, path);
    authority->pair = pem_read_key_file(key_path);
    if (authority->pair == NULL)
        return fault_set(fault, FAULT_AUTHORITY, key_path, NULL, NULL);
    if (access(path, F_OK) != 0)
        TRY(make_own_certificate(path, authority->pair, fault));
    if (private_file_read(path, &text) == STATUS_OK)
        authority->certificate = pem_read_certificate(buffer_text(&text));
    buffer_done(&text);
    if (authority->certificate == NULL ||
        X509_check_private_key(authority->certificate, authority->pair) != 1 ||
        X509_cmp_current_time(X509_get0_notAfter(authority->certificate)) <= 0)
        return fault_set(fault, FAULT_AUTHORITY, path, NULL, NULL);
    return STATUS_OK;
}

enum status authority_make(const char *folder, struct fault *fault)
{
    struct authority authority = { NULL, NULL };
    enum status status = identity_make_folder(folder, fault);

    if (status == STATUS_OK)
        status = make_key(folder, fault);
    if (status == STATUS_OK)
        status = authority_open(folder, &authority, fault);
    authority_close(&authority);
    return status;
}

bool authority_is_there(const char *folder)
{
    char path[PRIVATE_PATH_BYTES];

    private_file_path(folder, key_file, path);
    return access(path, F_OK) == 0;
}

void authority_remove(const char *folder)
{
    const char *const names[] = { AUTHORITY_FILE, key_file };
    char path[PRIVATE_PATH_BYTES];

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        private_file_path(folder, names[i], path);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static bool issue(const struct authority *authority, const char *names,
                  struct tls_credentials *credentials)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    struct plan plan = { .pair = pair,
                         .issuer = authority->certificate,
                         .signer = authority->pair,
                         .subject = "Aval",
                         .days = SERVER_DAYS,
                         .extensions = { { "authorityKeyIdentifier", "keyid" },
                                         { "basicConstraints", "critical,CA:FALSE" },
                                         { "keyUsage", "critical,digitalSignature" },
                                         { "extendedKeyUsage", "serverAuth" },
                                         { "subjectAltName", names } } };
    X509 *certificate = pair == NULL ? NULL : make_certificate(&plan);
    bool is_made = certificate != NULL && pem_add_key(&credentials->key, pair) &&
                   pem_add_certificate(&credentials->certificate, certificate);

    buffer_add(&credentials->key, "", 1);
    buffer_add(&credentials->certificate, "", 1);
    EVP_PKEY_free(pair);
    X509_free(certificate);
    return is_made && !credentials->key.has_failed && !credentials->certificate.has_failed;
}

enum status authority_issue(const char *folder, const struct tls_names *names,
                            struct tls_credentials *credentials, struct fault *fault)
{
    struct authority authority = { NULL, NULL };
    struct buffer text = { 0 };
    enum status status = authority_make(folder, fault);

    if (status == STATUS_OK)
        status = authority_open(folder, &authority, fault);
    write_names(&text, names);
    if (status == STATUS_OK && (text.has_failed || !issue(&authority, text.bytes, credentials)))
        status = fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    buffer_done(&text);
    authority_close(&authority);
    return status;
}

static bool add_der(struct buffer *buffer, X509 *certificate)
{
    unsigned char *bytes = NULL;
    int length = i2d_X509(certificate, &bytes);

    if (length > 0)
        buffer_add(buffer, (const char *)bytes, (size_t)length);
    OPENSSL_free(bytes);
    return length > 0 && !buffer->has_failed;
}

static bool certify(const struct authority *authority, EVP_PKEY *pair, const char *subject,
                    struct buffer *certificate)
{
    struct plan plan = { .pair = pair,
                         .issuer = authority->certificate,
                         .signer = authority->pair,
                         .subject = subject,
                         .days = SERVER_DAYS,
                         .extensions = { { "authorityKeyIdentifier", "keyid" },
                                         { "basicConstraints", "critical,CA:FALSE" },
                                         { "keyUsage", "critical,digitalSignature" } } };
    X509 *made = make_certificate(&plan);
    bool is_added = made != NULL && add_der(certificate, made);

    X509_free(made);
    return is_added;
}

enum status authority_certify(const char *folder, const struct authority_subject *subject,
                              struct buffer *certificate, struct fault *fault)
{
    struct authority authority = { NULL, NULL };
    EVP_PKEY *pair = pem_read_key_file(subject->key_path);
    enum status status = authority_make(folder, fault);

    if (status == STATUS_OK)
        status = authority_open(folder, &authority, fault);
    if (status == STATUS_OK && pair == NULL)
        status = fault_set(fault, FAULT_SIGNING_KEY, subject->key_path, NULL, NULL);
    if (status == STATUS_OK && !certify(&authority, pair, subject->name, certificate))
        status = fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    EVP_PKEY_free(pair);
    authority_close(&authority);
    return status;
}

void tls_credentials_done(struct tls_credentials *credentials)
{
    buffer_done(&credentials->certificate);
    secret_buffer_done(&credentials->key);
}

static enum status read_part(const char *path, struct buffer *part, struct fault *fault)
{
    if (private_file_read(path, part) == STATUS_OK)
        return STATUS_OK;
    return fault_set(fault, FAULT_TLS_UNREADABLE, path, strerrordesc_np(errno), NULL);
}

enum status tls_credentials_read(const char *certificate_path, const char *key_path,
                                 struct tls_credentials *credentials, struct fault *fault)
{
    X509 *certificate = NULL;
    EVP_PKEY *pair = NULL;
    enum status status = STATUS_OK;

    TRY(read_part(certificate_path, &credentials->certificate, fault));
    TRY(read_part(key_path, &credentials->key, fault));
    certificate = pem_read_certificate(buffer_text(&credentials->certificate));
    pair = pem_read_key(buffer_text(&credentials->key));
    buffer_add(&credentials->certificate, "", 1);
    buffer_add(&credentials->key, "", 1);
    if (certificate == NULL)
        status = fault_set(fault, FAULT_TLS_CERTIFICATE, certificate_path, NULL, NULL);
    else if (pair == NULL || X509_check_private_key(certificate, pair) != 1)
        status = fault_set(fault, FAULT_TLS_KEY, key_path, certificate_path, NULL);
    else if (X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0)
        status = fault_set(fault, FAULT_TLS_EXPIRED, certificate_path, NULL, NULL);
    X509_free(certificate);
    EVP_PKEY_free(pair);
    return status;
}
