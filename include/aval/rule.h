/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULE_H
#define AVAL_RULE_H

#include <stddef.h>

#include <aval/judge.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Rules and positions have numbers that may differ in another version of the library: what is
 * stored or sent is their names.
 */

/* So many bytes are enough for every name and every message of a finding, with its NUL. */
#define AVAL_FINDING_BYTES_MAX 512

/**
 * Writes the name of a finding, as decisions in brief form have it: "rule" or "rule:position".
 *
 * Ownership: out_text is the caller's room for `capacity` bytes, and may be NULL when that is 0.
 * What does not fit, with a NUL, is left out.
 * Errors: gives the length of the whole name in bytes, the NUL not counted; 0, with nothing
 * written, when the finding is none.
 * Source: docs/formats.md, "Decisions".
 */
AVAL_API size_t aval_finding_name(struct aval_finding finding, char *out_text, size_t capacity);

/**
 * Writes what a finding says to people: one sentence of UTF-8, in which the party goes by its
 * position. No character is cut in two.
 *
 * Ownership: as aval_finding_name().
 * Errors: as aval_finding_name(); 0 also for a language that this version does not know.
 * Source: the rulebook, whose version is aval_rulebook_version().
 */
AVAL_API size_t aval_finding_message(struct aval_finding finding, enum aval_language language,
                                     char *out_text, size_t capacity);

/**
 * The number of rules.
 *
 * Ownership: a value.
 * Errors: none.
 * Source: the rulebook, whose version is aval_rulebook_version().
 */
AVAL_API unsigned aval_rule_count(void);

/**
 * The name of a rule, "mpa-signed": it never changes, and is never given to another rule.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no rule of that number.
 * Source: the rulebook.
 */
AVAL_API const char *aval_rule_name(unsigned rule);

/**
 * Where a rule comes from: "article", or "programme" for the further pages of the programme. The
 * latter are asked under AVAL_PROGRAMME alone.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no rule of that number.
 * Source: the rulebook.
 */
AVAL_API const char *aval_rule_origin(unsigned rule);

/**
 * The ids of the statements of the article on which a rule rests, with spaces between them: "M1
 * M2"; "" where there is none.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no rule of that number.
 * Source: docs/traceability.md.
 */
AVAL_API const char *aval_rule_statements(unsigned rule);

/**
 * The ids of the readings that a rule takes where the article leaves a choice: "Q5 Q6"; "" where
 * there is none.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no rule of that number.
 * Source: docs/traceability.md.
 */
AVAL_API const char *aval_rule_readings(unsigned rule);

/**
 * The name of a position, "reseller"; "" where a finding is about the act as a whole.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no position of that number.
 * Source: docs/formats.md, "Decisions".
 */
AVAL_API const char *aval_position_name(unsigned position);

/**
 * What the statement of an id ("S1.2") says, in our words.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no such statement or language, or id is NULL.
 * Source: the article, as docs/traceability.md ties it to the rules.
 */
AVAL_API const char *aval_statement_text(const char *id, enum aval_language language);

/* What can be told of a reading. Later versions may add values at the end. */
enum aval_reading_part {
    AVAL_READING_QUESTION = 0, /* what the article leaves open */
    AVAL_READING_TAKEN = 1,    /* how the rules read it */
    AVAL_READING_OTHER = 2     /* how they might have */
};

/**
 * A part of the reading of an id ("Q4").
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: NULL when there is no such reading, part or language, or id is NULL.
 * Source: docs/traceability.md.
 */
AVAL_API const char *aval_reading_text(const char *id, enum aval_reading_part part,
                                       enum aval_language language);

#ifdef __cplusplus
}
#endif

#endif
