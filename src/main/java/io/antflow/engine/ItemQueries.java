package io.antflow.engine;

import io.antflow.pipeline.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be asked about the items of a run, while it works and after. Thread-safe; holds nobody up. */
final class ItemQueries {

    private final Intake intake;

    ItemQueries(Intake intake) {
        this.intake = intake;
    }

    Optional<ItemView> item(Object itemId) {
        RunItem item = intake.find(itemId);
        StatusEvent event = item == null ? null : item.latest();
        return item == null || event == null ? Optional.empty() : Optional.of(item.view(event));
    }

    /** Oldest first. */
    List<StatusEvent> history(Object itemId) {
        RunItem item = intake.find(itemId);
        List<StatusEvent> history = new ArrayList<>();
        StatusEvent event = item == null ? null : item.latest();
        while (item != null && event != null) {
            history.add(event);
            StatusEvent before = event.previous();
            event = before == null && event == item.latest() ? item.packedBefore() : before;
        }
        return history.reversed();
    }

    ItemPage page(@Nullable ItemStatus status, @Nullable String stage, long fromSequence, int limit) {
        List<ItemView> page = new ArrayList<>();
        long at = fromSequence;
        while (true) {
            RunItem item = intake.from(at);
            if (item == null) {
                return new ItemPage(List.copyOf(page), null);
            }
            if (page.size() == limit) {
                return new ItemPage(List.copyOf(page), item.sequence());
            }
            StatusEvent event = item.latest();
            if (event != null
                    && (status == null || status == event.status())
                    && (stage == null || stage.equals(event.stage()))) {
                page.add(item.view(event));
            }
            at = item.sequence() + 1;
        }
    }

    /** In feed order, read as they are asked for. */
    Stream<Result> results() {
        return all().mapMulti(ItemQueries::toResult);
    }

    private static void toResult(RunItem item, Consumer<Result> to) {
        StatusEvent event = item.latest();
        if (event != null && RunItem.isEnd(event) && event.status() != ItemStatus.CANCELLED) {
            to.accept(item.result(event));
        }
    }

    List<RunItem> failedItems() {
        return all().filter(item -> item.status() == ItemStatus.FAILED).toList();
    }

    /** Most recent first. */
    List<StatusEvent> failures() {
        return failedItems().stream()
                .map(RunItem::latest)
                .filter(event -> event != null && event.status() == ItemStatus.FAILED)
                .map(Objects::requireNonNull)
                .sorted((a, b) -> Long.compare(b.nanos(), a.nanos()))
                .toList();
    }

    private Stream<RunItem> all() {
        return Stream.<@Nullable RunItem>iterate(
                        intake.from(0), Objects::nonNull, item -> intake.from(item.sequence() + 1))
                .map(Objects::requireNonNull);
    }
}
