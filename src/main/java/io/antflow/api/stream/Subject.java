package io.antflow.api.stream;

import java.time.Duration;
import java.util.List;

/** What snapshots can be taken of. Thread-safe. */
public interface Subject {

    /** Tells it from all others. */
    String key();

    /** What comes before its state. */
    List<StreamEvent> first(Duration interval);

    /** Its state at this moment. */
    TakenSnapshot snapshot();

    /** Whether it has ended. */
    boolean ended();

    /** Waits until it has ended. */
    void awaitEnd() throws InterruptedException;

    /** What there is to tell of one that has ended. */
    List<StreamEvent> last();
}
