/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "agreement", test_rulebook_agreement },
        { "decision", test_rulebook_decision },
        { "enrollment", test_rulebook_enrollment },
        { "grounds", test_rulebook_grounds },
        { "outline", test_rulebook_outline },
        { "own_use", test_rulebook_own_use },
        { "reading", test_rulebook_reading },
        { "region", test_rulebook_region },
        { "relationship", test_rulebook_relationship },
        { "remedy", test_rulebook_remedy },
        { "rule", test_rulebook_rule },
        { "statement", test_rulebook_statement },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
