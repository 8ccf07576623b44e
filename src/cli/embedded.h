/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_EMBEDDED_H
#define AVAL_CLI_EMBEDDED_H

#include "base/text.h"

/* Files of data/ that the program carries. */
extern const struct text embedded_sample_world;
extern const struct text embedded_sample_questions;
extern const struct text embedded_template_world;
extern const struct text embedded_template_proposals;
extern const struct text embedded_template_readme_en;
extern const struct text embedded_template_readme_fr;

#endif
