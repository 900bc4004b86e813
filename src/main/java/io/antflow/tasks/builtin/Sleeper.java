package io.antflow.tasks.builtin;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
interface Sleeper {

    /** @throws InterruptedException at once, when the thread is interrupted */
    void sleep(Duration duration) throws InterruptedException;
}
