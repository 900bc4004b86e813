package io.antflow.tasks.jq;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/*
 * Each value that a jq expression gives is a call of what is done with it, and each round of until, while, recurse or any
 * function that calls itself is a few dozen calls deeper: the stack of an ordinary thread holds about a hundred rounds. An
 * overflow there is no way to find out, as it may hit the initialization of a class, which is then broken for good. So nesting is
 * counted, and an expression that goes deep starts anew on a thread with a stack for it; it has no side effects.
 */
/** A few threads with deep stacks, for expressions that call themselves often. Thread-safe. */
final class DeepStacks {

    /** Only what is used of it takes memory. */
    private static final long STACK_BYTES = 128 << 20;

    private final Semaphore free = new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    /**
     * Runs something on such a thread, and waits for it.
     *
     * @throws InterruptedException this thread was interrupted, and the other one has been, too
     * @throws ExecutionException it has thrown
     */
    <T> T call(Callable<T> work) throws InterruptedException, ExecutionException {
        free.acquire();
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return work.call();
            } finally {
                free.release();
            }
        });
        Thread thread = new Thread(null, task, "antflow-deep-expression", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
    }
}
