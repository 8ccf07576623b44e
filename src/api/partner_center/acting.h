/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_ACTING_H
#define AVAL_API_PARTNER_CENTER_ACTING_H

#include "api/call.h"
#include "engine/act_line.h"

/* Acts and questions of the store, for routes. */

/**
 * Has an act done, as the caller, under the request's own id if it has one. False: it was not
 * carried out, and is answered: by the code of the first finding, or of the fault.
 */
bool acting_do(struct api_call *call, const struct use_case *use_case,
               const struct act_input *input, struct act_answer *out_answer);

/** The same where nothing of its answer is asked for. */
bool acting_do_plain(struct api_call *call, const struct use_case *use_case,
                     const struct act_input *input);

/** Looks whether it would be carried out. False: it would not, and that is answered. */
bool acting_try(struct api_call *call, const struct use_case *use_case,
                const struct act_input *input);

/** What the answer notes under the key, as a GUID; GUID_NONE: nothing. */
guid acting_note(const struct act_answer *answer, const char *key);

#endif
