package io.antflow.benchmark;

/** One way to run items through the stages. */
interface Contender {

    /** What the table calls it. */
    String name();

    /**
     * Sends so many items through all stages and waits until all have come out.
     *
     * @return how many came out
     */
    long run(int items) throws Exception;

    /** Gives back what it holds: threads, actors. */
    default void close() {}
}
