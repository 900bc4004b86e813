package io.antflow.api.stream;

import java.util.List;

/** What snapshots can be taken of. Thread-safe. */
interface Subject {

    /** Tells it from all others. */
    String key();

    /** Its state at this moment. */
    TakenSnapshot snapshot();

    /** Waits until it has ended. */
    void awaitEnd() throws InterruptedException;

    /** What there is to tell of one that has ended. */
    List<StreamEvent> last();
}
