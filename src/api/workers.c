/* SPDX-License-Identifier: Apache-2.0 */
#include "api/workers.h"

#include <pthread.h>
#include <signal.h>

#include "base/memory.h"

struct workers {
    pthread_mutex_t mutex;
    pthread_cond_t added;
    struct job *first, *last;
    unsigned waiting_count;
    unsigned waiting_max;
    bool is_over;
    pthread_t *threads;
    unsigned thread_count; /* that run */
};

/* The next job; NULL: all is done, and no more will come. */
static struct job *take(struct workers *workers)
{
    struct job *job = NULL;

    (void)pthread_mutex_lock(&workers->mutex);
    while (workers->first == NULL && !workers->is_over)
        (void)pthread_cond_wait(&workers->added, &workers->mutex);
    job = workers->first;
    if (job != NULL) {
        workers->first = job->next;
        workers->waiting_count--;
    }
    (void)pthread_mutex_unlock(&workers->mutex);
    return job;
}

static void *work(void *argument)
{
    struct workers *workers = argument;
    struct job *job = NULL;

    while ((job = take(workers)) != NULL)
        job->run(job);
    return NULL;
}

enum status workers_new(unsigned thread_count, unsigned waiting_max, struct workers **out_workers)
{
    struct workers *workers = memory_new(1, sizeof(*workers));
    sigset_t all;
    sigset_t before;

    if (workers == NULL)
        return STATUS_NO_MEMORY;
    (void)pthread_mutex_init(&workers->mutex, NULL);
    (void)pthread_cond_init(&workers->added, NULL);
    workers->waiting_max = waiting_max;
    workers->threads = memory_new(thread_count, sizeof(*workers->threads));
    /* Signals are for the program's first thread. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    while (workers->threads != NULL && workers->thread_count < thread_count &&
           pthread_create(&workers->threads[workers->thread_count], NULL, work, workers) == 0)
        workers->thread_count++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (workers->thread_count < thread_count) {
        workers_free(workers);
        return STATUS_NO_MEMORY;
    }
    *out_workers = workers;
    return STATUS_OK;
}

bool workers_add(struct workers *workers, struct job *job)
{
    bool is_taken = false;

    job->next = NULL;
    (void)pthread_mutex_lock(&workers->mutex);
    is_taken = !workers->is_over && workers->waiting_count < workers->waiting_max;
    if (is_taken) {
        if (workers->first == NULL)
            workers->first = job;
        else
            workers->last->next = job;
        workers->last = job;
        workers->waiting_count++;
        (void)pthread_cond_signal(&workers->added);
    }
    (void)pthread_mutex_unlock(&workers->mutex);
    return is_taken;
}

void workers_stop(struct workers *workers)
{
    if (workers == NULL)
        return;
    (void)pthread_mutex_lock(&workers->mutex);
    workers->is_over = true;
    (void)pthread_cond_broadcast(&workers->added);
    (void)pthread_mutex_unlock(&workers->mutex);
    while (workers->thread_count > 0)
        (void)pthread_join(workers->threads[--workers->thread_count], NULL);
}

void workers_free(struct workers *workers)
{
    if (workers == NULL)
        return;
    workers_stop(workers);
    (void)pthread_mutex_destroy(&workers->mutex);
    (void)pthread_cond_destroy(&workers->added);
    memory_free(workers->threads);
    memory_free(workers);
}
