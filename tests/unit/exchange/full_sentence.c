/* SPDX-License-Identifier: Apache-2.0 */
/* Every sentence of a rule or a step, about parties with every kind of name. */
#include <string.h>

#include "exchange/full.h"
#include "exchange/world.h"
#include "unit/exchange/suites.h"
#include "unit/test.h"

enum {
    TENANTS = 5,
    PARTIES = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL) |
              BIT(POSITION_PARTNER) | BIT(POSITION_CUSTOMER)
};

/* A world in which everybody is called the same, and a request in which they all stand. */
struct stage {
    struct book *book;
    struct book_source source;
    struct full full;
};

static void add_tenant(struct buffer *world, struct text name, unsigned number)
{
    buffer_add_format(world, "{\"type\":\"organization\",\"id\":\"o%u\",\"name\":", number);
    buffer_add_json(world, name);
    buffer_add_format(world,
                      ",\"country\":\"DE\"}\n{\"type\":\"tenant\",\"id\":"
                      "\"0000000%u-0000-4000-8000-000000000000\",\"organization\":\"o%u\","
                      "\"country\":\"DE\",\"kind\":\"partner\",\"domain\":\"t%u.example\"}\n",
                      number + 1, number, number);
    buffer_add_format(world,
                      "{\"type\":\"partner_id\",\"mpn_id\":\"555%u\",\"country\":\"DE\","
                      "\"tenant\":\"0000000%u-0000-4000-8000-000000000000\"}\n",
                      number, number + 1);
}

static void begin(struct stage *stage, struct text name)
{
    struct world_source source = { .path = "world", .language = LANGUAGE_EN };
    struct buffer world = { 0 };
    struct buffer problems = { 0 };

    memset(stage, 0, sizeof(*stage));
    for (unsigned i = 0; i < TENANTS; i++)
        add_tenant(&world, name, i);
    assert_int_equal(world_read_bytes(&source, buffer_text(&world), &problems, &stage->book),
                     STATUS_OK);
    assert_int_equal(book_source_init(&stage->source, stage->book), STATUS_OK);
    stage->full.source = &stage->source;
    stage->full.request.positions = PARTIES;
    for (unsigned position = 0, tenant = 0; position < POSITION_COUNT; position++)
        if ((PARTIES & BIT(position)) != 0)
            stage->full.request.party[position] = tenant++;
    buffer_done(&world);
    buffer_done(&problems);
}

static void end(struct stage *stage)
{
    book_source_done(&stage->source);
    book_free(stage->book);
}

/* Takes a sentence, which ends with the call. */
typedef void take_sentence(struct text sentence, void *argument);

static void take_finding(const struct stage *stage, struct finding finding, take_sentence *take,
                         void *argument)
{
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer sentence = { 0 };

        full_write_finding(&sentence, &stage->full, finding, (enum language)language);
        take(buffer_text(&sentence), argument);
        buffer_done(&sentence);
    }
}

static void take_step(const struct stage *stage, const struct step *step, take_sentence *take,
                      void *argument)
{
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer sentence = { 0 };

        full_write_step(&sentence, &stage->full, step, (enum language)language);
        take(buffer_text(&sentence), argument);
        buffer_done(&sentence);
    }
}

/* Every rule about every position that it may be about. */
static void take_findings(const struct stage *stage, take_sentence *take, void *argument)
{
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        bool has_party = strstr(rules[rule]->message.in[LANGUAGE_EN], "{party}") != NULL;

        for (unsigned position = 0; has_party && position < POSITION_NONE; position++)
            take_finding(stage, (struct finding){ (enum rule_name)rule, (enum position)position },
                         take, argument);
        if (!has_party)
            take_finding(stage, (struct finding){ (enum rule_name)rule, POSITION_NONE }, take,
                         argument);
    }
}

/* Every remedy, in every role and capability, of tenants that exist and of one that is created. */
static void take_steps(const struct stage *stage, take_sentence *take, void *argument)
{
    struct step step = { .on = { DAY_NUMBER(2020, 5, 12) },
                         .upper = 0,
                         .lower = 1,
                         .actor = 2,
                         .new_upper = 3,
                         .new_lower = 4 };

    assert_true(country_parse(TEXT("FR"), &step.country));
    for (unsigned remedy = 1; remedy < REMEDY_COUNT; remedy++)
        for (unsigned i = 0; i < 12; i++) {
            bool is_created = i % 2 == 1 && remedy != REMEDY_USE_PARTNER_ID;

            step.remedy = (enum remedy)remedy;
            step.role = (enum role)(i % ROLE_COUNT);
            step.capability = (enum capability)(i % CAPABILITY_COUNT);
            step.kind = (enum tenant_kind)(i % TENANT_KIND_COUNT);
            step.until = (date){ DAY_NUMBER(2020, 1, 1) + (int32_t)(i * 31) };
            step.lower = is_created ? TENANT_CREATED : 1;
            step.new_upper = is_created ? TENANT_CREATED : 3;
            take_step(stage, &step, take, argument);
        }
}

static void take_all(struct text name, take_sentence *take, void *argument)
{
    struct stage stage;

    begin(&stage, name);
    take_findings(&stage, take, argument);
    take_steps(&stage, take, argument);
    end(&stage);
}

static void check_sentence(struct text sentence, void *argument)
{
    bool may_have_braces = argument != NULL;

    assert_true(text_is_utf8(sentence));
    assert_true(sentence.length > 20);
    assert_int_equal(sentence.bytes[sentence.length - 1], '.');
    assert_int_not_equal(sentence.bytes[0], ' ');
    for (size_t i = 0; i < sentence.length; i++) {
        assert_true((unsigned char)sentence.bytes[i] >= 0x20 && sentence.bytes[i] != 0x7f);
        assert_true(may_have_braces || (sentence.bytes[i] != '{' && sentence.bytes[i] != '}'));
    }
}

static void test_exchange_full_sentence__is_whole_with_every_name(void **state)
{
    static const char *const names[] = {
        "Alder & Söhne GmbH",
        "Évian",
        "Hôtel",
        "\"'`«»\\/<>&",
        "אורן בע\"מ",
        "شركة",
        "日本",
        "%s%n%d$1",
        "\x01\x1b[2J\r\n\t",
        "\u202e\u200b",
        "\U0001f468\u200d",
    };
    static char longest[1024];

    (void)state;
    for (size_t i = 0; i < sizeof(longest); i += 2)
        memcpy(longest + i, "é", 2);

    for (size_t i = 0; i < COUNT_OF(names); i++)
        take_all(text_of(names[i]), check_sentence, NULL);
    take_all(text_at(longest, sizeof(longest)), check_sentence, NULL);
    take_all(TEXT("nul\0nul"), check_sentence, NULL);
}

/* All sentences, one below the other. */
static void gather_sentence(struct text sentence, void *argument)
{
    buffer_add_text(argument, sentence);
    buffer_add_string(argument, "\n");
}

/* Puts a name in the place of another. */
static void rename_all(struct buffer *buffer, struct text text, const char *from, const char *to)
{
    while (text.length > 0) {
        if (text.length >= strlen(from) && memcmp(text.bytes, from, strlen(from)) == 0) {
            buffer_add_string(buffer, to);
            text = text_at(text.bytes + strlen(from), text.length - strlen(from));
        } else {
            buffer_add(buffer, text.bytes, 1);
            text = text_at(text.bytes + 1, text.length - 1);
        }
    }
}

/* What looks like a placeholder in a name is a name. */
static void test_exchange_full_sentence__does_not_fill_names(void **state)
{
    static const char *const names[] = { "{party}", "{upper}", "{", "}", "{}", "{{party}}" };
    struct buffer plain = { 0 };

    (void)state;
    take_all(TEXT("Quercus"), gather_sentence, &plain);

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct buffer actual = { 0 };
        struct buffer expected = { 0 };

        take_all(text_of(names[i]), gather_sentence, &actual);
        rename_all(&expected, buffer_text(&plain), "Quercus", names[i]);
        assert_text_equal(buffer_text(&actual), buffer_text(&expected));
        buffer_done(&actual);
        buffer_done(&expected);
    }
    buffer_done(&plain);
}

/* The word before a placeholder, without the space between. */
static struct text word_before(const char *sentence, const char *brace)
{
    const char *end = brace > sentence && brace[-1] == ' ' ? brace - 1 : brace;
    const char *begin = end;

    while (begin > sentence && begin[-1] != ' ')
        begin--;
    return text_at(begin, (size_t)(end - begin));
}

/* In French a word before a name may depend on its first letter, or on its gender; and so does a
 * participle behind it. No sentence has such a word there. */
static void check_french(const char *sentence)
{
    static const char *const depending[] = {
        "de",  "du", "des", "le",   "la",     "les",     "que",     "qui",    "se",
        "ne",  "me", "te",  "ce",   "cet",    "au",      "aux",     "si",     "un",
        "une", "sa", "son", "leur", "jusque", "lorsque", "puisque", "quoique"
    };
    static const char *const agreeing[] = { " est ", " sont ", " a été ", " ont été " };

    for (const char *brace = strchr(sentence, '{'); brace != NULL; brace = strchr(brace + 1, '{')) {
        struct text before = word_before(sentence, brace);

        for (size_t i = 0; i < COUNT_OF(depending); i++)
            assert_false(text_is(before, depending[i]));
        if (before.length > 0 && before.bytes[before.length - 1] == '\'')
            fail_msg("an elision before a name: %s", sentence);
    }
    for (size_t i = 0; i < COUNT_OF(agreeing); i++)
        for (const char *found = strstr(sentence, agreeing[i]); found != NULL;
             found = strstr(found + 1, agreeing[i])) {
            const char *word = found + strlen(agreeing[i]);
            size_t length = strcspn(word, " .,");
            struct text subject = word_before(sentence, found);
            bool is_of_a_name = subject.bytes[0] == '{' && !text_is(subject, "{kind}");

            if (is_of_a_name && length > 2 && memcmp(word + length - 2, "é", 2) == 0)
                fail_msg("a participle that agrees with a name: %s", sentence);
        }
}

static void test_exchange_full_sentence__is_right_in_french_with_every_name(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++)
        check_french(rules[i]->message.in[LANGUAGE_FR]);
    for (unsigned i = 1; i < REMEDY_COUNT; i++)
        check_french(remedy_rows[i].message.in[LANGUAGE_FR]);
}

/* Both languages speak of the same. */
static void test_exchange_full_sentence__has_the_same_parties_in_both_languages(void **state)
{
    (void)state;

    for (unsigned i = 1; i < REMEDY_COUNT; i++) {
        const char *english = remedy_rows[i].message.in[LANGUAGE_EN];
        const char *french = remedy_rows[i].message.in[LANGUAGE_FR];

        for (const char *brace = strchr(english, '{'); brace != NULL;
             brace = strchr(brace + 1, '{')) {
            char name[24] = "";

            memcpy(name, brace, strcspn(brace, "}") + 1);
            assert_non_null(strstr(french, name));
        }
    }
}

static void test_exchange_full_sentence__names_the_party(void **state)
{
    struct buffer sentence = { 0 };
    struct stage stage;

    (void)state;
    begin(&stage, TEXT("Alder & Söhne GmbH"));

    full_write_finding(&sentence, &stage.full,
                       (struct finding){ RULE_MPA_SIGNED, POSITION_RESELLER }, LANGUAGE_EN);
    buffer_add_string(&sentence, "\n");
    full_write_finding(&sentence, &stage.full,
                       (struct finding){ RULE_MPA_SIGNED, POSITION_RESELLER }, LANGUAGE_FR);

    assert_buffer_is(&sentence,
                     "Alder & Söhne GmbH (t4.example, reseller) has not signed the Microsoft "
                     "Partner Agreement, required since 1 February 2020 before new business.\n"
                     "Alder & Söhne GmbH (t4.example, revendeur) n'a pas signé l'accord de "
                     "partenariat Microsoft, exigé depuis le 1er février 2020 avant toute "
                     "nouvelle affaire.");
    buffer_done(&sentence);
    end(&stage);
}

static void test_exchange_full_sentence__writes_days(void **state)
{
    struct buffer days = { 0 };

    (void)state;

    full_write_day(&days, (date){ DAY_NUMBER(2020, 2, 1) }, LANGUAGE_EN);
    buffer_add_string(&days, ", ");
    full_write_day(&days, (date){ DAY_NUMBER(2020, 2, 1) }, LANGUAGE_FR);
    buffer_add_string(&days, ", ");
    full_write_day(&days, (date){ DAY_NUMBER(2021, 8, 31) }, LANGUAGE_FR);

    assert_buffer_is(&days, "1 February 2020, 1er février 2020, 31 août 2021");
    buffer_done(&days);
}

int test_exchange_full_sentence(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_full_sentence__is_whole_with_every_name),
        cmocka_unit_test(test_exchange_full_sentence__does_not_fill_names),
        cmocka_unit_test(test_exchange_full_sentence__is_right_in_french_with_every_name),
        cmocka_unit_test(test_exchange_full_sentence__has_the_same_parties_in_both_languages),
        cmocka_unit_test(test_exchange_full_sentence__names_the_party),
        cmocka_unit_test(test_exchange_full_sentence__writes_days),
    };

    return cmocka_run_group_tests_name("exchange/full_sentence", tests, NULL, NULL);
}
