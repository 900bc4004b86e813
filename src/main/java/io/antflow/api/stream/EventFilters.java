package io.antflow.api.stream;

import io.antflow.api.Lookup;
import io.antflow.api.QueryText;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads the query parameters that select events. */
@Singleton
final class EventFilters {

    /** The kinds of events, as parameters name them. */
    @Schema(name = "EventKind", description = "A kind of event.")
    enum Type {
        STATUS,
        TASK
    }

    private final Lookup lookup;

    EventFilters(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * The filter that the parameters say. Each may be there more than once, and name several things with commas between
     * them (but not items, whose ids may hold commas). One that is not there selects nothing and leaves nothing out.
     *
     * @throws HttpProblem 400 that names the values allowed, 404 when there is no such stage, or no such item in a run that
     *     takes no more
     */
    EventFilter of(Run run, List<String> types, List<String> statuses, List<String> stages, List<String> items) {
        Set<Type> wantedTypes = constants("type", types, Type.class);
        Set<ItemStatus> wantedStatuses = constants("status", statuses, ItemStatus.class);
        if (!wantedStatuses.isEmpty()) {
            if (wantedTypes.equals(EnumSet.of(Type.TASK))) {
                throw ProblemType.INVALID_PARAMETER.because(
                        "status selects changes of status, and type=task leaves those out; drop one of the two");
            }
            if (wantedTypes.isEmpty()) {
                wantedTypes = EnumSet.of(Type.STATUS);
            }
        }
        Set<String> wantedStages =
                each(stages).map(stage -> lookup.stage(run, stage)).collect(Collectors.toUnmodifiableSet());
        if (!run.open()) {
            items.forEach(item -> lookup.item(run, item));
        }
        return new EventFilter(
                wantedTypes.isEmpty() || wantedTypes.contains(Type.STATUS),
                wantedTypes.isEmpty() || wantedTypes.contains(Type.TASK),
                wantedStatuses,
                wantedStages,
                Set.copyOf(items));
    }

    private static <E extends Enum<E>> Set<E> constants(String name, List<String> texts, Class<E> type) {
        Set<E> constants = EnumSet.noneOf(type);
        each(texts).map(text -> QueryText.oneOf(name, text, type)).forEach(constants::add);
        return constants;
    }

    private static Stream<String> each(List<String> texts) {
        return texts.stream().flatMap(text -> Stream.of(text.split(",", -1)));
    }
}
