/* SPDX-License-Identifier: Apache-2.0 */
/* src/api/identity/: registrations, the key, tokens and their time. */
#include "api/identity/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/identity/signing_key.h"
#include "unit/api/suites.h"
#include "unit/small_world.h"
#include "unit/test.h"

enum {
    NOW = 1600000000
};

static const struct principal partner = { { 1, 2 }, PRINCIPAL_ADMIN_AGENT };

/* A folder of identities of its own. */
struct identity {
    char folder[64];
    struct tokens *tokens;
    struct fault fault;
};

static void begin(struct identity *identity, const char *issuer)
{
    folder_begin(identity->folder);
    assert_int_equal(tokens_open(identity->folder, issuer, &identity->tokens, &identity->fault),
                     STATUS_OK);
}

static void end(struct identity *identity)
{
    tokens_close(identity->tokens);
    folder_end(identity->folder);
}

static void issue_at(struct identity *identity, enum audience audience, int64_t now,
                     struct buffer *token)
{
    struct app app = { .id = { 3, 4 }, .principal = partner };
    struct token_request request = { .bearer = bearer_of_app(&app, now), .now = now };

    request.bearer.audience = audience;
    assert_true(token_issue(identity->tokens, &request, token));
}

static void issue(struct identity *identity, enum audience audience, struct buffer *token)
{
    issue_at(identity, audience, NOW, token);
}

static void test_api_tokens__a_token_is_taken_for_an_hour(void **state)
{
    struct identity identity;
    struct buffer token = { 0 };
    struct bearer bearer;

    (void)state;
    begin(&identity, "http://aval.example");
    issue(&identity, AUDIENCE_AVAL, &token);

    assert_false(token_verify(identity.tokens, buffer_text(&token), NOW - 61, &bearer));
    assert_true(token_verify(identity.tokens, buffer_text(&token), NOW - 60, &bearer));
    assert_true(guid_equal(bearer.principal.tenant, partner.tenant));
    assert_int_equal(bearer.principal.role, partner.role);
    assert_true(token_verify(identity.tokens, buffer_text(&token), NOW + 3599, &bearer));
    /* Remembered, and expired all the same. */
    assert_false(token_verify(identity.tokens, buffer_text(&token), NOW + 3600, &bearer));
    buffer_done(&token);
    end(&identity);
}

/* The last sign of base64 in a signature, and every byte beyond ASCII in its place. */
static void test_api_tokens__a_token_has_one_form(void **state)
{
    struct identity identity;
    struct buffer token = { 0 };
    struct bearer bearer;
    size_t place = 0;

    (void)state;
    begin(&identity, "http://aval.example");
    /* One signature in 200 has no such sign. */
    for (int64_t later = 0; later < 5 && place == 0; later++) {
        buffer_clear(&token);
        issue_at(&identity, AUDIENCE_AVAL, NOW + later, &token);
        for (size_t i = token.length - SIGNATURE_BYTES; i < token.length; i++)
            place = token.bytes[i] == '_' ? i : place;
    }
    assert_true(place > 0);

    for (int byte = 0x80; byte < 0x100; byte++) {
        token.bytes[place] = (char)byte;
        assert_false(token_verify(identity.tokens, buffer_text(&token), NOW, &bearer));
    }
    token.bytes[place] = '_';
    assert_true(token_verify(identity.tokens, buffer_text(&token), NOW, &bearer));
    buffer_done(&token);
    end(&identity);
}

static void test_api_tokens__other_issuers_are_refused(void **state)
{
    struct identity identity;
    struct buffer token = { 0 };
    struct bearer bearer;
    struct tokens *other = NULL;

    (void)state;
    begin(&identity, "http://aval.example");
    issue(&identity, AUDIENCE_PARTNER_CENTER, &token);
    assert_int_equal(tokens_open(identity.folder, "http://other.example", &other, &identity.fault),
                     STATUS_OK);
    assert_false(token_verify(other, buffer_text(&token), NOW, &bearer));
    assert_true(token_verify(identity.tokens, buffer_text(&token), NOW, &bearer));
    tokens_close(other);
    buffer_done(&token);
    end(&identity);
}

/* Every byte of a token matters, but for the last one's unused bits. */
static void test_api_tokens__a_token_with_any_byte_changed_is_refused(void **state)
{
    struct identity identity;
    struct buffer token = { 0 };
    struct bearer bearer;

    (void)state;
    begin(&identity, "http://aval.example");
    issue(&identity, AUDIENCE_AVAL, &token);
    for (size_t i = 0; i + 1 < token.length; i++) {
        char kept = token.bytes[i];

        token.bytes[i] = kept == 'A' ? 'B' : 'A';
        assert_false(token_verify(identity.tokens, buffer_text(&token), NOW, &bearer));
        token.bytes[i] = kept;
    }
    for (size_t length = 0; length < token.length; length++)
        assert_false(token_verify(identity.tokens, text_at(token.bytes, length), NOW, &bearer));
    assert_true(token_verify(identity.tokens, buffer_text(&token), NOW, &bearer));
    buffer_done(&token);
    end(&identity);
}

static void test_api_tokens__a_registration_is_found_by_its_secret_alone(void **state)
{
    struct identity identity;
    struct registry *registry = NULL;
    struct app_secret first;
    struct app_secret second;
    struct app app;
    struct stat file;
    char path[128];

    (void)state;
    begin(&identity, "http://aval.example");
    registry = tokens_registry(identity.tokens);
    assert_false(app_find(registry, (guid){ 9, 9 }, &app));
    assert_int_equal(app_add(registry, partner, &first, &identity.fault), STATUS_OK);
    assert_int_equal(app_add(registry, (struct principal){ GUID_NONE, PRINCIPAL_VENDOR }, &second,
                             &identity.fault),
                     STATUS_OK);

    assert_true(app_find(registry, first.id, &app));
    assert_true(guid_equal(app.principal.tenant, partner.tenant));
    assert_true(app_has_secret(&app, text_of(first.secret)));
    assert_false(app_has_secret(&app, text_of(second.secret)));
    assert_false(app_has_secret(&app, text_of("")));
    assert_true(app_find(registry, second.id, &app));
    assert_int_equal(app.principal.role, PRINCIPAL_VENDOR);
    assert_false(app_find(registry, (guid){ 9, 9 }, &app));
    (void)snprintf(path, sizeof(path), "%s/registry.db", identity.folder);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    end(&identity);
}

int test_api_tokens(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_tokens__a_token_is_taken_for_an_hour),
        cmocka_unit_test(test_api_tokens__a_token_has_one_form),
        cmocka_unit_test(test_api_tokens__other_issuers_are_refused),
        cmocka_unit_test(test_api_tokens__a_token_with_any_byte_changed_is_refused),
        cmocka_unit_test(test_api_tokens__a_registration_is_found_by_its_secret_alone),
    };

    return cmocka_run_group_tests_name("api/tokens", tests, NULL, NULL);
}
