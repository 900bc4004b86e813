package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/** Something that happened to an item of a run. Immutable. */
public sealed interface RunEvent permits StatusEvent, TaskEvent {

    /** The item's id, as it was given. */
    Object itemId();

    /** The stage's name. */
    String stage();

    /** The stage's place in the pipeline, from 0. */
    int stageIndex();

    /** The worker's name; null when none had a part in it. */
    @Nullable
    String worker();

    /** When, in Unix seconds; never earlier than the event before it of the same item. */
    double timestamp();
}
