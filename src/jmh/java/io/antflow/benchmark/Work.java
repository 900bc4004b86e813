package io.antflow.benchmark;

/** What every contender has to do: the same stages, workers and task. */
final class Work {

    static final int STAGES = 3;
    static final int WORKERS = 10;

    private Work() {}

    /** The task of every stage: does nothing, so that only what surrounds it is measured. */
    static Integer task(Integer item) {
        return item;
    }
}
