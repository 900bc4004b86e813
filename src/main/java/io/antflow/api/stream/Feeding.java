package io.antflow.api.stream;

import static java.util.Objects.requireNonNull;

import io.antflow.api.FedItems;
import io.antflow.api.intake.Submission;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.Run;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Feeds a run with a request's body on a thread of its own, so that its results can go out meanwhile. */
final class Feeding {

    private static final Logger LOG = Logger.getLogger(Feeding.class);

    /** Feeds a run with a body. */
    @FunctionalInterface
    interface Feeder {

        /** @param started to be told the run as soon as there is one; returns it */
        Submission feed(UnaryOperator<Run> started) throws InterruptedException;
    }

    private final boolean keepOpen;
    private final CompletableFuture<Run> begun = new CompletableFuture<>();
    private final CompletableFuture<Submission> done = new CompletableFuture<>();

    /** @param keepOpen whether the run takes more items after those of the body */
    Feeding(boolean keepOpen) {
        this.keepOpen = keepOpen;
    }

    /**
     * Begins to feed, and waits until there is a run.
     *
     * @throws HttpProblem what is wrong with a body that is no items at all
     * @throws RuntimeException why there is no run
     */
    Run begin(Feeder feeder) throws InterruptedException {
        Thread.ofVirtual().name("antflow-feeding").start(() -> feed(feeder));
        try {
            return begun.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void feed(Feeder feeder) {
        try {
            Submission submission = feeder.feed(run -> {
                begun.complete(run);
                return run;
            });
            done.complete(submission); // before the run can end, so that the report has it
            Run run = submission.run();
            if (run == null) {
                begun.completeExceptionally(requireNonNull(submission.problem()));
            } else if (submission.clientGone()) {
                run.cancel();
            } else if (!keepOpen || submission.problem() != null) {
                run.close();
            }
        } catch (RuntimeException | InterruptedException e) {
            done.completeExceptionally(e);
            if (!begun.completeExceptionally(e)) {
                LOG.error("Feeding a run failed", e);
                begun.join().cancel();
            }
        }
    }

    /** What there is to say besides the results, once the run has ended: {@code refused}, {@code error}, both or nothing. */
    List<StreamEvent> report(StreamJson json) {
        if (done.isCompletedExceptionally()) {
            return List.of(StreamEvent.failure());
        }
        Submission submission = done.getNow(null);
        if (submission == null) {
            return List.of(error(
                    ProblemType.RUN_CLOSED.because("the run was closed or cancelled before the end of the body"),
                    json));
        }
        List<StreamEvent> events = new ArrayList<>();
        if (submission.refusedCount() > 0) {
            FedItems items = new FedItems(submission.accepted(), submission.refusedCount(), submission.refused());
            events.add(new StreamEvent(EventName.REFUSED, null, json.write(items)));
        }
        if (submission.problem() != null) {
            events.add(error(submission.problem(), json));
        }
        return events;
    }

    private static StreamEvent error(HttpProblem problem, StreamJson json) {
        return new StreamEvent(EventName.ERROR, null, json.write(problem));
    }
}
