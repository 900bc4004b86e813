package io.antflow.api.caller;

import io.antflow.engine.Run;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Has runs started for whoever asks for them. */
@Singleton
public final class RunStarts {

    private final RequestLimit requests;
    private final OwnedRuns owned;

    RunStarts(RequestLimit requests, OwnedRuns owned) {
        this.requests = requests;
        this.owned = owned;
    }

    /**
     * The same for the caller whose request is being answered on this thread. What it returns may be asked on another, and throws
     * a problem, 429, when the caller may have no more runs.
     */
    public Supplier<Run> forCaller(Supplier<Run> start) {
        Optional<Caller> caller = requests.caller();
        return () -> owned.start(caller, start);
    }
}
