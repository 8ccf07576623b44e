/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_RULEBOOK_DOSSIERS_H
#define AVAL_TESTS_UNIT_RULEBOOK_DOSSIERS_H

#include "rulebook/decision.h"

#define DAY(year, month, day) ((date){ DAY_NUMBER(year, month, day) })

/*
 * Dossiers in which no rule finds anything, of 12 May 2022 under the programme: each test spoils
 * one fact. An order comes by direct bill or through a provider.
 */
struct dossier clean_direct_order(void);
struct dossier clean_indirect_order(void);
struct dossier clean_dossier(enum act act);

/** Fails unless the decision's findings are these, parted by spaces; "": supported. */
void check_findings(const struct dossier *dossier, const char *expected, const char *file,
                    int line);

#define assert_findings(dossier, expected) check_findings(dossier, expected, __FILE__, __LINE__)

#endif
