package io.antflow.tasks.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that large answers may take, all calls together. A share is given whole, before more is read, and in the
 * order of asking: so no two calls wait for each other with half of what they need. Thread-safe.
 */
final class ResponseBudget {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Share> waiting = new ArrayDeque<>();
    private final long capacity;
    private long free;

    /** @param bytes more than 0 */
    ResponseBudget(long bytes) {
        this.capacity = bytes;
        this.free = bytes;
    }

    /** Nothing of the budget, for small answers. */
    Share nothing() {
        return new Share(0, () -> {});
    }

    /**
     * @param bytes more than there is in all counts as all there is
     * @param granted told when it is there, maybe at once and maybe by another thread; not after a release
     */
    Share ask(long bytes, Runnable granted) {
        Share share = new Share(Math.min(bytes, capacity), granted);
        lock.lock();
        try {
            waiting.add(share);
        } finally {
            lock.unlock();
        }
        grant();
        return share;
    }

    private void grant() {
        while (true) {
            Share next;
            lock.lock();
            try {
                next = waiting.peek();
                if (next == null || next.bytes > free) {
                    return;
                }
                waiting.remove();
                free -= next.bytes;
                next.held = true;
            } finally {
                lock.unlock();
            }
            next.granted.run();
        }
    }

    /** Bytes that are not given out. */
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** A part of the budget, asked for or held. */
    final class Share {

        private final long bytes;
        private final Runnable granted;
        private boolean held;

        private Share(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /** Gives it back, or asks no more. Again: nothing. */
        void release() {
            if (bytes == 0) {
                return;
            }
            lock.lock();
            try {
                if (held) {
                    held = false;
                    free += bytes;
                } else if (!waiting.remove(this)) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            grant();
        }
    }
}
