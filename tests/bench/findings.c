/* SPDX-License-Identifier: Apache-2.0 */
#include "findings.h"

#include <string.h>

#include "base/assert.h"

#define ROW(rule, position) { RULE_##rule, POSITION_##position },
static const struct finding order_findings[ORDER_FINDING_COUNT] = { ORDER_FINDINGS(ROW) };
#undef ROW

/* The finding of a rule and position, plus one; 0: an order cannot have it. */
#define ROW(rule, position) [RULE_##rule][POSITION_##position] = FOUND_##rule##_##position + 1,
static const unsigned char numbers[RULE_COUNT][POSITION_COUNT] = { ORDER_FINDINGS(ROW) };
#undef ROW

static char names[ORDER_FINDING_COUNT][48];
static struct text name_texts[ORDER_FINDING_COUNT];

finding_set finding_set_of(const struct decision *decision)
{
    finding_set set = 0;

    for (unsigned i = 0; i < decision->finding_count; i++) {
        unsigned number = numbers[decision->findings[i].rule][decision->findings[i].position];

        ASSERT(number > 0);
        set |= found((enum order_finding)(number - 1));
    }
    return set;
}

struct text order_finding_name(enum order_finding finding)
{
    return name_texts[finding];
}

void order_findings_init(void)
{
    for (unsigned i = 0; i < ORDER_FINDING_COUNT; i++) {
        struct buffer buffer = { 0 };

        finding_write_name(&buffer, order_findings[i]);
        ASSERT(!buffer.has_failed);
        ASSERT(buffer.length < sizeof(names[i]));
        memcpy(names[i], buffer.bytes, buffer.length);
        name_texts[i] = (struct text){ names[i], buffer.length };
        buffer_done(&buffer);
    }
}
