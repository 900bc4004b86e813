package io.antflow.dashboard.terminal;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.WorkerMetrics;
import io.antflow.engine.WorkerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The workers as a table; where there are more than lines, those that have worked on their item for longest. */
final class Workers implements Section {

    private static final String INDENT = "  ";
    private static final int LEAST_ROWS = 3;

    private record Entry(WorkerState state, @Nullable WorkerMetrics metrics) {

        /** For how long it has held its item; negative: it holds none. */
        double seconds(double now) {
            Double since = state.processingSince();
            return since == null ? -1 : Math.max(0, now - since);
        }
    }

    private final List<Entry> workers;
    private final double now;
    private final int width;
    private final boolean withItems;

    /** @param withItems whether to show what each works on, too */
    Workers(DashboardSnapshot snapshot, int width, boolean withItems) {
        this.workers = snapshot.workerStates().values().stream()
                .map(state -> new Entry(state, snapshot.workerMetrics().get(state.workerName())))
                .toList();
        this.now = snapshot.timestamp();
        this.width = width;
        this.withItems = withItems;
    }

    @Override
    public int wanted() {
        return workers.isEmpty() ? 0 : 1 + workers.size();
    }

    @Override
    public int least() {
        return workers.isEmpty() ? 0 : 1 + Math.min(LEAST_ROWS, workers.size());
    }

    @Override
    public List<AttributedString> draw(int lines) {
        Folded<Entry> folded = Folded.of(
                workers,
                lines - 1,
                Comparator.comparing((Entry entry) -> entry.state().status() != WorkerState.Status.BUSY)
                        .thenComparing(entry -> -entry.seconds(now)));
        Table table = new Table(columns());
        folded.shown().forEach(entry -> table.add(row(entry)));
        List<AttributedString> drawn = new ArrayList<>(table.draw(width));
        if (!folded.hidden().isEmpty()) {
            drawn.add(Wording.text(Ink.FAINT, Fit.cut(INDENT + hidden(folded.hidden()), width)));
        }
        return drawn;
    }

    private static String hidden(List<Entry> workers) {
        List<String> parts = new ArrayList<>();
        for (WorkerState.Status status : WorkerState.Status.values()) {
            long count = workers.stream()
                    .filter(entry -> entry.state().status() == status)
                    .count();
            if (count > 0) {
                parts.add(Figures.count(count) + " " + word(status));
            }
        }
        return "… %s more: %s".formatted(Figures.count(workers.size()), String.join(", ", parts));
    }

    private static String word(WorkerState.Status status) {
        return switch (status) {
            case IDLE -> "idle";
            case BUSY -> "busy";
            case BLOCKED -> "blocked";
        };
    }

    private List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.text(INDENT + "WORKER", 14));
        columns.add(new Table.Column("STATUS", false, 7, false, true));
        if (withItems) {
            columns.add(Table.Column.text("ITEM", 8));
            columns.add(Table.Column.text("TASK", 14).ifRoom());
            columns.add(Table.Column.number("FOR", 5));
        }
        columns.add(Table.Column.number("DONE", 6).ifRoom());
        columns.add(Table.Column.number("FAILED", 6).ifRoom());
        columns.add(Table.Column.number("AVERAGE", 7).ifRoom());
        return columns;
    }

    private List<AttributedString> row(Entry entry) {
        WorkerState state = entry.state();
        List<AttributedString> row = new ArrayList<>();
        row.add(Wording.text(
                state.status() == WorkerState.Status.IDLE ? Ink.FAINT : Ink.PLAIN,
                INDENT + CleanText.of(state.workerName())));
        row.add(Wording.text(ink(state.status()), word(state.status())));
        if (withItems) {
            row.add(Wording.text(Ink.PLAIN, CleanText.of(state.currentItemId())));
            row.add(
                    state.status() == WorkerState.Status.BLOCKED
                            ? Wording.text(Ink.FAINT, "waits for room")
                            : Wording.text(Ink.PLAIN, CleanText.of(state.currentTask())));
            double seconds = entry.seconds(now);
            row.add(Wording.text(Ink.PLAIN, seconds < 0 ? "" : Figures.brief(seconds)));
        }
        WorkerMetrics metrics = entry.metrics();
        long done = metrics == null ? 0 : metrics.itemsProcessed();
        long failed = metrics == null ? 0 : metrics.itemsFailed();
        row.add(Wording.text(done == 0 ? Ink.FAINT : Ink.PLAIN, Figures.count(done)));
        row.add(Wording.text(Ink.ofBad(failed), Figures.count(failed)));
        row.add(
                metrics == null || done + failed == 0
                        ? Wording.text(Ink.FAINT, "–")
                        : Wording.text(Ink.PLAIN, Figures.brief(metrics.avgProcessingTime())));
        return row;
    }

    private static Ink ink(WorkerState.Status status) {
        return switch (status) {
            case IDLE -> Ink.FAINT;
            case BUSY -> Ink.GOOD;
            case BLOCKED -> Ink.NOTABLE;
        };
    }
}
