package io.antflow.api.stream;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.RunEvent;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import java.util.Set;

/**
 * Which events of a run a client wants. An empty set wants all.
 *
 * @param statusEvents whether it wants changes of status
 * @param taskEvents whether it wants attempts of tasks
 * @param statuses of changes of status, only those to these
 * @param stages only those in these
 * @param items only those of the items with these ids, in text form
 */
record EventFilter(
        boolean statusEvents, boolean taskEvents, Set<ItemStatus> statuses, Set<String> stages, Set<String> items) {

    boolean wants(RunEvent event) {
        return wantsKind(event)
                && (stages.isEmpty() || stages.contains(event.stage()))
                && (items.isEmpty() || items.contains(String.valueOf(event.itemId())));
    }

    private boolean wantsKind(RunEvent event) {
        return switch (event) {
            case StatusEvent status -> statusEvents && (statuses.isEmpty() || statuses.contains(status.status()));
            case TaskEvent ignored -> taskEvents;
        };
    }
}
