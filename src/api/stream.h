/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_STREAM_H
#define AVAL_API_STREAM_H

/*
 * An answer in parts, as its route makes it: a member of a struct of the route's own, which a call
 * has until its connection ends. Both functions run in the loop's thread and never wait.
 */
struct stream {
    /** Has the next part made, and the exchange completed: now, or later by another thread. */
    void (*more)(struct stream *stream);

    /** The connection is gone: nothing is out that would be completed. Frees the stream. */
    void (*end)(struct stream *stream);
};

#endif
