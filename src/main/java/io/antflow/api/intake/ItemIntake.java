package io.antflow.api.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.caller.OwnedRuns;
import io.antflow.api.intake.BodyPart.Broken;
import io.antflow.api.problem.ProblemType;
import io.antflow.config.RequestConfig;
import io.antflow.engine.Admission;
import io.antflow.engine.Run;
import io.antflow.engine.RunStatus;
import io.antflow.pipeline.Item;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a run from a request's body while the body arrives: an item is read when the run has room for the one before it,
 * so a full queue stops the reading, and with it the client.
 */
@Singleton
public final class ItemIntake {

    /** One item a line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final int RETRY_AFTER_SECONDS = 30;

    private final RequestConfig limits;
    private final OwnedRuns owned;
    private final ObjectMapper json;

    ItemIntake(RequestConfig limits, OwnedRuns owned) {
        this.limits = limits;
        this.owned = owned;
        this.json = StrictJson.mapper(limits.maxDepth());
    }

    /**
     * Reads the body to its end, or to the first thing that is no item. Blocks while the run is full and while the client
     * is silent; to be called on a virtual thread.
     *
     * @param body is not closed
     * @param type {@value #NDJSON}, or else it is a JSON array
     * @param run asked for once, when the first item is there or the body is properly empty, so that a body that is
     *     no items at all starts no run
     * @return what became of the items; what went wrong is in there, too
     * @throws InterruptedException while waiting for room; what was accepted stays so
     * @throws RuntimeException what {@code run} throws
     */
    public Submission feed(InputStream body, @Nullable MediaType type, FeedOptions options, Supplier<Run> run)
            throws InterruptedException {
        BodyStream counted = new BodyStream(body, limits.maxStreamBytes().asLongValue());
        int maxItemBytes = (int) Math.min(limits.maxItemBytes().asLongValue(), Integer.MAX_VALUE / 2);
        boolean lines = type != null && NDJSON.equals(type.getType() + "/" + type.getSubtype());
        BodyParts parts = lines
                ? new NdjsonLines(counted, json, maxItemBytes)
                : new JsonArrayElements(counted, json, maxItemBytes, options.mayBeEmpty());
        return new Feed(parts, options, run).toTheEnd();
    }

    /** One request's feeding. */
    private final class Feed {

        private final BodyParts parts;
        private final FeedOptions options;
        private final Supplier<Run> starter;
        private final List<RefusedItem> refused = new ArrayList<>();
        private @Nullable Run run;
        private long accepted;
        private long refusedCount;

        Feed(BodyParts parts, FeedOptions options, Supplier<Run> starter) {
            this.parts = parts;
            this.options = options;
            this.starter = starter;
        }

        Submission toTheEnd() throws InterruptedException {
            while (true) {
                switch (parts.next()) {
                    case BodyPart.End() -> {
                        run();
                        return submission(null, false);
                    }
                    case Broken broken -> {
                        return broken(broken);
                    }
                    case BodyPart.Element element -> {
                        HttpProblem problem = feed(element);
                        if (problem != null) {
                            return submission(problem, false);
                        }
                    }
                }
            }
        }

        private @Nullable HttpProblem feed(BodyPart.Element element) throws InterruptedException {
            Run into = run();
            if (accepted + refusedCount == limits.maxItems()) {
                return problem(
                        ProblemType.BODY_TOO_LARGE,
                        "a request may send %,d items; send the rest with another".formatted(limits.maxItems()),
                        element.place(),
                        null);
            }
            Item item;
            try {
                item = ItemRule.item(element.json(), options.priority());
            } catch (IllegalArgumentException e) {
                refuse(element.place(), null, RefusedItem.INVALID_ID, String.valueOf(e.getMessage()));
                return null;
            }
            Optional<HttpProblem.Builder> refusal = owned.takeItem(into);
            if (refusal.isPresent()) {
                return problem(refusal.get(), element.place(), null);
            }
            return switch (into.feed(item, options.stage())) {
                case Admission.Accepted ignored -> {
                    accepted++;
                    yield null;
                }
                case Admission.Refused(Object id, Admission.Reason reason) -> {
                    owned.giveItemBack(into);
                    yield refused(element.place(), id, reason, into);
                }
            };
        }

        private @Nullable HttpProblem refused(BodyPart.Place place, Object id, Admission.Reason reason, Run into) {
            return switch (reason) {
                case DUPLICATE_ID -> {
                    refuse(place, id, RefusedItem.DUPLICATE_ID, "the run has an item with this id");
                    yield null;
                }
                case CLOSED ->
                    problem(ProblemType.RUN_CLOSED, "the run was closed and takes no more items", place, null);
                case CANCELLED -> cancelled(place, into);
                case TOO_MANY_ITEMS ->
                    problem(
                            ProblemType.TOO_MANY_ITEMS,
                            "the service keeps as many items as it may, all of runs that have not ended; try again when one has",
                            place,
                            null);
            };
        }

        private HttpProblem cancelled(BodyPart.Place place, Run into) {
            return into.status() == RunStatus.CANCELLED
                    ? problem(ProblemType.RUN_CLOSED, "the run was cancelled and takes no more items", place, null)
                    : problem(ProblemType.SHUTTING_DOWN, "the service shuts down and takes no more items", place, null);
        }

        private void refuse(BodyPart.Place place, @Nullable Object id, String reason, String detail) {
            refusedCount++;
            if (refused.size() < Submission.MAX_REFUSED) {
                refused.add(new RefusedItem(place.line(), place.index(), id, reason, detail));
            }
        }

        private Submission broken(Broken broken) {
            ProblemType type = switch (broken.reason()) {
                case MALFORMED -> ProblemType.MALFORMED_BODY;
                case TOO_LARGE -> ProblemType.BODY_TOO_LARGE;
                case INCOMPLETE -> ProblemType.INCOMPLETE_BODY;
            };
            return submission(
                    problem(type, broken.detail(), broken.place(), broken.column()),
                    broken.reason() == BodyPart.Reason.INCOMPLETE);
        }

        private HttpProblem problem(
                ProblemType type, String detail, BodyPart.@Nullable Place place, @Nullable Long column) {
            HttpProblem.Builder problem = type.with(detail);
            if (type == ProblemType.TOO_MANY_ITEMS || type == ProblemType.SHUTTING_DOWN) {
                problem.withHeader("Retry-After", RETRY_AFTER_SECONDS);
            }
            return problem(problem, place, column);
        }

        private HttpProblem problem(
                HttpProblem.Builder problem, BodyPart.@Nullable Place place, @Nullable Long column) {
            if (place != null) {
                problem.with("line", place.line());
            }
            if (column != null) {
                problem.with("column", column);
            }
            if (place != null && place.index() != null) {
                problem.with("index", place.index());
            }
            problem.with("accepted", accepted);
            if (refusedCount > 0) {
                problem.with("refused_count", refusedCount).with("refused", List.copyOf(refused));
            }
            if (run != null) {
                problem.with("run_id", run.id());
            }
            return problem.build();
        }

        private Submission submission(@Nullable HttpProblem problem, boolean clientGone) {
            return new Submission(run, accepted, refusedCount, List.copyOf(refused), problem, clientGone);
        }

        private Run run() {
            Run into = run;
            if (into == null) {
                into = starter.get();
                run = into;
            }
            return into;
        }
    }
}
