/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/key_set.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "api/base64.h"
#include "api/identity/signing_key.h"
#include "base/memory.h"

enum {
    KEYS_MAX = 8,
    HEADER_BYTES = 256,
    SIGNATURE_LENGTH = (SIGNATURE_BYTES * 8 + 5) / 6,
    /* A server that runs still signs for a moment, and clocks differ. */
    LINGER_SECONDS = TOKEN_SECONDS + 120
};

static const char current_name[] = "signing_key.pem";
static const char earlier_prefix[] = "signing_key.until-";

/* A key with what all its tokens begin with. */
struct headed_key {
    struct signing_key *key;
    char header[HEADER_BYTES]; /* in base64url, with the dot */
    size_t header_length;
};

struct keys {
    struct headed_key list[KEYS_MAX]; /* the first signs */
    unsigned count;
};

struct key_set {
    char folder[FOLDER_BYTES];
    pthread_rwlock_t lock;
    struct keys keys;
    uint64_t generation;
    struct stat seen; /* of the file of the key that signs */
};

int64_t clock_seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

/* Reading. */

static void write_header(struct headed_key *headed)
{
    char header[HEADER_BYTES / 2];
    int length =
        snprintf(header, sizeof(header), "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}",
                 signing_key_id(headed->key));

    (void)sodium_bin2base64(headed->header, sizeof(headed->header), (const unsigned char *)header,
                            (size_t)length, BASE64_URL);
    headed->header_length = strlen(headed->header);
    headed->header[headed->header_length++] = '.';
}

static bool has_key(const struct keys *keys, const struct signing_key *key)
{
    for (unsigned i = 0; i < keys->count; i++)
        if (strcmp(signing_key_id(keys->list[i].key), signing_key_id(key)) == 0)
            return true;
    return false;
}

static void keys_done(struct keys *keys)
{
    for (unsigned i = 0; i < keys->count; i++)
        signing_key_close(keys->list[i].key);
    keys->count = 0;
}

static enum status add_key(struct keys *keys, const char *path, struct fault *fault)
{
    struct signing_key *key = NULL;

    TRY(signing_key_open(path, &key, fault));
    if (keys->count == KEYS_MAX || has_key(keys, key)) {
        signing_key_close(key);
        return STATUS_OK;
    }
    keys->list[keys->count].key = key;
    write_header(&keys->list[keys->count++]);
    return STATUS_OK;
}

/* Until when an earlier key is good, by its file's name; 0: it is no such file. */
static int64_t end_of(const char *name)
{
    size_t length = strlen(earlier_prefix);
    char *rest = NULL;
    long long ends_at = 0;

    if (strncmp(name, earlier_prefix, length) != 0)
        return 0;
    ends_at = strtoll(name + length, &rest, 10);
    return strcmp(rest, ".pem") == 0 && ends_at > 0 ? ends_at : 0;
}

/* Goes through the files of earlier keys; stops at the first that is not OK. */
struct earlier_visitor {
    enum status (*see)(struct earlier_visitor *visitor, const char *path, int64_t ends_at);
    int64_t now;
    struct keys *keys;
    unsigned count;
    struct fault *fault;
};

static enum status visit_earlier(const char *folder, struct earlier_visitor *visitor)
{
    DIR *files = opendir(folder);
    char path[PRIVATE_PATH_BYTES];
    const struct dirent *entry = NULL;
    enum status status = STATUS_OK;

    if (files == NULL)
        return private_file_fail(folder, visitor->fault);
    /* The stream is this thread's own. */
    while (status == STATUS_OK &&
           (entry = readdir(files)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        int64_t ends_at = end_of(entry->d_name);

        private_file_path(folder, entry->d_name, path);
        if (ends_at > 0)
            status = visitor->see(visitor, path, ends_at);
    }
    (void)closedir(files);
    return status;
}

static enum status add_earlier(struct earlier_visitor *visitor, const char *path, int64_t ends_at)
{
    return visitor->now < ends_at ? add_key(visitor->keys, path, visitor->fault) : STATUS_OK;
}

static enum status read_keys(const char *folder, struct keys *keys, struct fault *fault)
{
    char path[PRIVATE_PATH_BYTES];
    struct earlier_visitor visitor = { add_earlier, clock_seconds(), keys, 0, fault };
    enum status status = STATUS_OK;

    keys->count = 0;
    private_file_path(folder, current_name, path);
    status = signing_key_make(path, fault);
    if (status == STATUS_OK)
        status = add_key(keys, path, fault);
    if (status == STATUS_OK)
        status = visit_earlier(folder, &visitor);
    if (status != STATUS_OK)
        keys_done(keys);
    return status;
}

static void look(const struct key_set *set, struct stat *out_seen)
{
    char path[PRIVATE_PATH_BYTES];

    private_file_path(set->folder, current_name, path);
    if (stat(path, out_seen) != 0)
        *out_seen = set->seen;
}

enum status key_set_open(const char *folder, struct key_set **out_set, struct fault *fault)
{
    struct key_set *set = memory_new(1, sizeof(*set));
    enum status status = STATUS_OK;

    if (set == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    (void)snprintf(set->folder, sizeof(set->folder), "%s", folder);
    status = identity_make_folder(folder, fault);
    if (status == STATUS_OK)
        status = read_keys(folder, &set->keys, fault);
    if (status != STATUS_OK) {
        memory_free(set);
        return status;
    }
    look(set, &set->seen);
    (void)pthread_rwlock_init(&set->lock, NULL);
    *out_set = set;
    return STATUS_OK;
}

void key_set_close(struct key_set *set)
{
    if (set == NULL)
        return;
    keys_done(&set->keys);
    (void)pthread_rwlock_destroy(&set->lock);
    memory_free(set);
}

void key_set_follow(struct key_set *set)
{
    struct stat seen;
    struct keys keys;
    struct keys before;
    struct fault fault;

    look(set, &seen);
    if (seen.st_ino == set->seen.st_ino && seen.st_mtim.tv_sec == set->seen.st_mtim.tv_sec &&
        seen.st_mtim.tv_nsec == set->seen.st_mtim.tv_nsec)
        return;
    if (read_keys(set->folder, &keys, &fault) != STATUS_OK)
        return;
    set->seen = seen;
    (void)pthread_rwlock_wrlock(&set->lock);
    before = set->keys;
    set->keys = keys;
    set->generation++;
    (void)pthread_rwlock_unlock(&set->lock);
    keys_done(&before);
}

/* Signing and verifying. */

static bool sign(const struct headed_key *headed, struct text claims, struct buffer *token)
{
    unsigned char signature[SIGNATURE_BYTES];
    char text[TOKEN_BYTES_MAX];

    if (sodium_base64_ENCODED_LEN(claims.length, BASE64_URL) > sizeof(text))
        return false;
    (void)sodium_bin2base64(text, sizeof(text), (const unsigned char *)claims.bytes, claims.length,
                            BASE64_URL);
    buffer_add(token, headed->header, headed->header_length);
    buffer_add_string(token, text);
    if (token->has_failed || !signing_key_sign(headed->key, buffer_text(token), signature))
        return false;
    (void)sodium_bin2base64(text, sizeof(text), signature, sizeof(signature), BASE64_URL);
    buffer_add_string(token, ".");
    buffer_add_string(token, text);
    return !token->has_failed;
}

bool key_set_sign(struct key_set *set, struct text claims, struct buffer *out_token)
{
    bool is_signed = false;

    (void)pthread_rwlock_rdlock(&set->lock);
    is_signed = sign(&set->keys.list[0], claims, out_token);
    (void)pthread_rwlock_unlock(&set->lock);
    return is_signed;
}

static const struct headed_key *find_key(const struct keys *keys, struct text token)
{
    for (unsigned i = 0; i < keys->count; i++) {
        const struct headed_key *headed = &keys->list[i];

        if (token.length > headed->header_length &&
            memcmp(token.bytes, headed->header, headed->header_length) == 0)
            return headed;
    }
    return NULL;
}

static bool verify(const struct headed_key *headed, struct text token,
                   struct verified *out_verified)
{
    unsigned char signature[SIGNATURE_BYTES];
    size_t header = headed->header_length;
    const char *dot = memchr(token.bytes + header, '.', token.length - header);
    size_t signed_length = dot == NULL ? token.length : (size_t)(dot - token.bytes);
    size_t length = 0;

    return token.length - signed_length == SIGNATURE_LENGTH + 1 &&
           base64_parse((struct text){ dot + 1, SIGNATURE_LENGTH }, BASE64_URL,
                        (struct base64_room){ signature, sizeof(signature) }, &length) &&
           length == sizeof(signature) &&
           signing_key_verify(headed->key, (struct text){ token.bytes, signed_length },
                              signature) &&
           base64_parse((struct text){ token.bytes + header, signed_length - header }, BASE64_URL,
                        (struct base64_room){ out_verified->claims, sizeof(out_verified->claims) },
                        &out_verified->length);
}

bool key_set_verify(struct key_set *set, struct text token, struct verified *out_verified)
{
    const struct headed_key *headed = NULL;
    bool is_right = false;

    if (token.length > TOKEN_BYTES_MAX)
        return false;
    (void)pthread_rwlock_rdlock(&set->lock);
    headed = find_key(&set->keys, token);
    is_right = headed != NULL && verify(headed, token, out_verified);
    out_verified->generation = set->generation;
    (void)pthread_rwlock_unlock(&set->lock);
    return is_right;
}

uint64_t key_set_generation(struct key_set *set)
{
    uint64_t generation = 0;

    (void)pthread_rwlock_rdlock(&set->lock);
    generation = set->generation;
    (void)pthread_rwlock_unlock(&set->lock);
    return generation;
}

void key_set_write(struct buffer *buffer, struct key_set *set)
{
    (void)pthread_rwlock_rdlock(&set->lock);
    buffer_add_string(buffer, "{\"keys\":[");
    for (unsigned i = 0; i < set->keys.count; i++) {
        buffer_add_string(buffer, i > 0 ? "," : "");
        signing_key_write(buffer, set->keys.list[i].key);
    }
    buffer_add_string(buffer, "]}\n");
    (void)pthread_rwlock_unlock(&set->lock);
}

/* Rotation. */

static enum status clear_earlier(struct earlier_visitor *visitor, const char *path, int64_t ends_at)
{
    if (visitor->now < ends_at) {
        visitor->count++;
        return STATUS_OK;
    }
    return unlink(path) == 0 ? STATUS_OK : private_file_fail(path, visitor->fault);
}

/* Leaves the key that signs a second name, by which it is known a while longer. */
static enum status keep_current(const char *folder, const char *path, int64_t now,
                                struct fault *fault)
{
    char name[64];
    char kept[PRIVATE_PATH_BYTES];
    int64_t ends_at = now + LINGER_SECONDS;
    bool is_kept = false;

    do {
        (void)snprintf(name, sizeof(name), "%s%lld.pem", earlier_prefix, (long long)ends_at++);
        private_file_path(folder, name, kept);
        is_kept = link(path, kept) == 0;
    } while (!is_kept && errno == EEXIST && ends_at < now + LINGER_SECONDS + KEYS_MAX);
    /* There may be no key yet. */
    return is_kept || errno == ENOENT ? STATUS_OK : private_file_fail(kept, fault);
}

static enum status rotate(const char *folder, enum rotation rotation, struct fault *fault)
{
    int64_t now = clock_seconds();
    struct earlier_visitor visitor = { clear_earlier, rotation == ROTATION_END ? INT64_MAX : now,
                                       NULL, 0, fault };
    char path[PRIVATE_PATH_BYTES];
    char beside[PRIVATE_PATH_BYTES];

    private_file_path(folder, current_name, path);
    private_file_path(folder, "signing_key.next.pem", beside);
    TRY(visit_earlier(folder, &visitor));
    if (visitor.count + 1 >= KEYS_MAX)
        return fault_set(fault, FAULT_ROTATED_OFTEN, NULL, NULL, NULL);
    /* One that was left by a rotation which was broken off. */
    (void)unlink(beside);
    TRY(signing_key_make(beside, fault));
    if (rotation == ROTATION_KEEP)
        TRY(keep_current(folder, path, now, fault));
    return rename(beside, path) == 0 && private_file_keep_names(path)
               ? STATUS_OK
               : private_file_fail(path, fault);
}

enum status key_set_rotate(const char *folder, enum rotation rotation, struct fault *fault)
{
    enum status status = identity_make_folder(folder, fault);
    int lock = -1;

    TRY(status);
    lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0 || flock(lock, LOCK_EX) != 0)
        status = private_file_fail(folder, fault);
    else
        status = rotate(folder, rotation, fault);
    if (lock >= 0)
        (void)close(lock);
    return status;
}
