/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_ACTING_H
#define AVAL_API_PARTNER_CENTER_ACTING_H

#include "api/call.h"
#include "api/partner_center/body.h"
#include "engine/act_line.h"

/* Acts, for routes. */

enum {
    ACTING_ROOM_BYTES = FIELD_BYTES_MAX * TEXT_FOLD_GROWTH
};

/* A property of a body that fills a field of an act: that field says what it may hold. */
struct acting_field {
    const char *path;  /* "billingProfile.email" */
    const char *field; /* of the act's shape */
    bool is_needed;
};

struct acting_fields {
    const struct use_case *use_case;
    const struct acting_field *rows;
    size_t count;
};

/** Fills an act's input from a body's texts; `room` is that of a domain. False: one is missing or
 * wrong, and answered. */
bool acting_fill(struct api_call *call, const struct body *body, const struct acting_fields *fields,
                 char room[ACTING_ROOM_BYTES], struct act_input *input);

/**
 * Has an act done, as the caller, under the request's own id if it has one. False: it was not
 * carried out, and is answered: by the code of the first finding, or of the fault.
 */
bool acting_do(struct api_call *call, const struct use_case *use_case,
               const struct act_input *input, struct act_answer *out_answer);

/** The same where nothing of its answer is asked for. */
bool acting_do_plain(struct api_call *call, const struct use_case *use_case,
                     const struct act_input *input);

/** The same where it is as good that the effect is there already, which is what the fault says. */
bool acting_settle(struct api_call *call, const struct use_case *use_case,
                   const struct act_input *input, enum fault_kind there);

/** Looks whether it would be carried out. False: it would not, and that is answered. */
bool acting_try(struct api_call *call, const struct use_case *use_case,
                const struct act_input *input);

/** What the answer notes under the key, as a GUID; GUID_NONE: nothing. */
guid acting_note(const struct act_answer *answer, const char *key);

#endif
