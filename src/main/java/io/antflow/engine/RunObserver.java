package io.antflow.engine;

/** Gives each new run a listener of its own, so that none has to look up whose event it is told. */
@FunctionalInterface
public interface RunObserver {

    /** Called once for each run, before it accepts its first item. */
    RunListener observe(Run run);
}
