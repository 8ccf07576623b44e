/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_STATUS_H
#define AVAL_BASE_STATUS_H

/* How something that can fail has ended: one value for each way in which a caller has to react. */
enum status {
    STATUS_OK,
    STATUS_INVALID,      /* what was given is not of the form or in the range asked for */
    STATUS_NO_MEMORY,    /* memory ran out */
    STATUS_READ_FAILED,  /* a file or stream could not be read; errno says why */
    STATUS_WRITE_FAILED, /* a file or stream could not be written; errno says why */
    STATUS_NOT_FOUND,    /* the thing named is not there, or not for the caller to see */
    STATUS_FORBIDDEN,    /* the caller may not do this */
    STATUS_CONFLICT,     /* the thing is not in a state that allows this, or it is there already */
    STATUS_UNAVAILABLE,  /* not now: another process has it, or an earlier failure stopped it */
    STATUS_CORRUPT       /* what is stored is not what was stored, or not ours */
};

#endif
