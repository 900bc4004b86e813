package io.antflow.pipeline;

import java.time.Duration;

/** One attempt of a task: the item it is about, who makes it, and a way to say how far it got. */
public interface TaskContext extends ItemContext {

    /** The task's name in this stage. */
    String task();

    /** The number of this attempt, from 1: of the task under {@code per_task}, of the stage under {@code per_stage}. */
    int attempt();

    /** The worker's name: {@code {stage}-W{index}}. */
    String worker();

    /**
     * Shows a text in the worker's state in place of the task's name, until the task ends.
     *
     * @param text what to show, up to 200 characters are kept
     * @return false when it was refused: the attempt has ended
     */
    boolean setStatus(String text);

    /**
     * Like {@link #setStatus(String)}, for texts that change often.
     *
     * @param minInterval refused when the last text was set less than this ago
     */
    boolean setStatus(String text, Duration minInterval);
}
