package io.antflow.api.stream;

import java.time.Duration;

/**
 * Lets what comes in quick succession gather, so that a busy run costs a stream a few writes a second and not one for each
 * event, and wakes a waiting stream as rarely. Used by one thread.
 */
final class Pace {

    /** Too short for a human to notice. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    private final Duration gathering;
    private boolean due;

    Pace() {
        this(GATHERING);
    }

    Pace(Duration gathering) {
        this.gathering = gathering;
    }

    /** @param atOnce whether there is nothing to gain from waiting: there was nothing, or there is more already */
    void after(boolean atOnce) {
        due = !atOnce;
    }

    void await() throws InterruptedException {
        if (due) {
            due = false;
            Thread.sleep(gathering);
        }
    }
}
