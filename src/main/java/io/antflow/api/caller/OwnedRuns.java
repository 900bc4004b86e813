package io.antflow.api.caller;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.antflow.engine.RunRefusedException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whose runs are whose, and what they cost their owners. Runs that the application starts are nobody's. Thread-safe. */
/*
 * The engine knows no callers. It makes a run and shows it to its observers on the thread that starts it: so the owner stands
 * in a scoped value meanwhile, and no run is ever seen, fed or ended before it is known whose it is.
 */
@Singleton
public final class OwnedRuns implements RunObserver {

    private static final ScopedValue<Caller> STARTING = ScopedValue.newInstance();
    private static final RunListener NOBODYS = new RunListener() {};

    private final Map<Run, OwnedRun> owned = new ConcurrentHashMap<>();

    /**
     * Has that started for a caller.
     *
     * @param caller empty: one without limits
     * @param start starts a run, or makes one
     * @throws HttpProblem 429 when the caller may have no more
     */
    public Run start(Optional<Caller> caller, Supplier<Run> start) {
        if (caller.isEmpty()) {
            return start.get();
        }
        Caller owner = caller.get();
        owner.runs().take();
        try {
            return ScopedValue.where(STARTING, owner).call(start::get);
        } catch (RunRefusedException refused) { // and no run was made that would give it back
            owner.runs().giveBack(1);
            throw refused;
        }
    }

    @Override
    public RunListener observe(Run run) {
        if (!STARTING.isBound()) {
            return NOBODYS;
        }
        OwnedRun listener = new OwnedRun(STARTING.get(), () -> owned.remove(run));
        owned.put(run, listener);
        return listener;
    }

    /** @throws HttpProblem 429 when the run has ended and its owner may have no more active ones */
    public void requireRoomToGoOn(Run run) {
        OwnedRun of = owned.get(run);
        if (of != null && run.ended()) {
            of.owner().runs().requireRoom();
        }
    }

    /** Takes a place for an item that is about to be fed. Empty: it has one; else why not. */
    public Optional<HttpProblem.Builder> takeItem(Run run) {
        OwnedRun of = owned.get(run);
        return of == null || of.takeItem()
                ? Optional.empty()
                : Optional.of(of.owner().items().refusal());
    }

    /** An item that has a place was refused by its run. */
    public void giveItemBack(Run run) {
        OwnedRun of = owned.get(run);
        if (of != null) {
            of.giveItemBack();
        }
    }
}
