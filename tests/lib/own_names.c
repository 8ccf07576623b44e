/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program whose functions and variables have names that the library uses inside: linked with the
 * static library, each side calls its own.
 */
#include <stdio.h>

#include <aval/aval.h>

int buffer_add(int left, int right);
int decide(void);
int memory_new(void);
int book_resolve(void);
int problems_begin(void);
int date_parse(void);

int rules = 1;
int statements = 2;
int act_words = 3;

int buffer_add(int left, int right)
{
    return left + right;
}

int decide(void)
{
    return 4;
}

int memory_new(void)
{
    return 5;
}

int book_resolve(void)
{
    return 6;
}

int problems_begin(void)
{
    return 7;
}

int date_parse(void)
{
    return 8;
}

int main(void)
{
    static const char fact[] =
        "{\"type\":\"organization\",\"id\":\"ash\",\"name\":\"Ash\",\"country\":\"DE\"}";
    int sum = rules + statements + act_words + decide() + memory_new() + book_resolve() +
              problems_begin() + date_parse();
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_world *world = NULL;
    enum aval_status status = aval_world_open_bytes("none", NULL, 0, problems, &world);

    if (status == AVAL_OK)
        status = aval_world_add(world, fact, problems);
    printf("%s%s\n", aval_status_meaning(status, AVAL_ENGLISH), aval_problems_text(problems));
    aval_world_close(world);
    aval_problems_free(problems);
    return status == AVAL_OK && buffer_add(sum, 6) == 42 ? 0 : 1;
}
