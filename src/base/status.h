/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_STATUS_H
#define AVAL_BASE_STATUS_H

/* How something that can fail has ended: one value for each way in which a caller has to react. */
enum status {
    STATUS_OK,
    STATUS_INVALID,     /* what was given is not of the form or in the range asked for */
    STATUS_NO_MEMORY,   /* memory ran out */
    STATUS_READ_FAILED, /* a file or stream could not be read; errno says why */
    STATUS_WRITE_FAILED /* a file or stream could not be written; errno says why */
};

#endif
