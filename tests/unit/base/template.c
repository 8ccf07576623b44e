/* SPDX-License-Identifier: Apache-2.0 */
#include "base/template.h"

#include "unit/base/suites.h"
#include "unit/test.h"

/* Writes the placeholder's name in brackets, doubled at the start. */
static void fill_name(const struct filler *filler, struct buffer *buffer, struct text name,
                      bool is_first)
{
    (void)filler;
    buffer_add_string(buffer, is_first ? "<<" : "<");
    buffer_add_text(buffer, name);
    buffer_add_string(buffer, ">");
}

static void check(const char *template, const char *expected)
{
    const struct filler filler = { fill_name };
    struct buffer written = { 0 };

    template_write(&written, template, &filler);

    assert_buffer_is(&written, expected);
    buffer_done(&written);
}

static void test_base_template__without_placeholders_is_itself(void **state)
{
    (void)state;

    check("", "");
    check("nothing }", "nothing }");
}

static void test_base_template__has_its_placeholders_filled(void **state)
{
    (void)state;

    check("a {b} c {d}.", "a <b> c <d>.");
    check("{a}{b}{}", "<<a><b><>");
}

int test_base_template(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_template__without_placeholders_is_itself),
        cmocka_unit_test(test_base_template__has_its_placeholders_filled),
    };

    return cmocka_run_group_tests_name("base/template", tests, NULL, NULL);
}
