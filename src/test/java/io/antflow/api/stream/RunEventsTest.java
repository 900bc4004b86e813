package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunEventsTest {

    private static final EventFilter ALL = new EventFilter(true, true, Set.of(), Set.of(), Set.of());
    private static final Pattern EVENT = Pattern.compile("(?:id: (\\S+)\n)?(?:event: (\\S+)\ndata: (.*)\n)?\n");

    private final TestRuns runs = new TestRuns(100_000);

    private record Sent(String id, String name, String data) {}

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void tellsEveryEventInOrderUnderItsNumber() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, 1, -2);
        run.join();

        List<Sent> sent = all(run, ALL, 0);

        assertThat(sent).hasSize((int) runs.tracker.events(run).next() + 1);
        assertThat(sent.subList(0, sent.size() - 1))
                .extracting(Sent::id)
                .containsExactlyElementsOf(idsUpTo(sent.size() - 1));
        assertThat(sent)
                .filteredOn(event -> event.data().startsWith("{\"item_id\":1,"))
                .extracting(Sent::name)
                .containsExactly("status", "status", "task", "task", "status");
        assertThat(sent.getLast().name()).isEqualTo("finish");
        assertThat(sent.getLast().id()).isEqualTo("e-" + (sent.size() - 2));
        assertThat(sent.getLast().data()).contains("\"results\":1,\"failed\":1,\"cancelled\":0");
    }

    @Test
    void goesOnAfterAnEventWithoutAHole() throws InterruptedException {
        Run run = runs.start(2);
        runs.feed(run, (Object[]) numbers(1000));
        run.join();
        List<Sent> whole = all(run, ALL, 0);

        List<Sent> rest = all(run, ALL, 2345);

        assertThat(rest).containsExactlyElementsOf(whole.subList(2345, whole.size()));
    }

    @Test
    void waitsForWhatComes() throws Exception {
        Run run = runs.start(1);
        RunEvents events = events(run, ALL, 0, Framing.SERVER_SENT_EVENTS);
        CompletableFuture<Piece> first = CompletableFuture.supplyAsync(() -> next(events));
        runs.feed(run, 1);
        assertThat(text(first.get())).contains("\"status\"");

        run.join();
        StringBuilder rest = new StringBuilder();
        for (Piece piece = events.next(); piece != null; piece = events.next()) {
            rest.append(text(piece));
        }
        assertThat(rest).contains("event: finish");
        assertThat(events.next()).as("still the end").isNull();
    }

    @Test
    void announcesWhatIsNoLongerKept() throws InterruptedException {
        try (TestRuns few = new TestRuns(100)) {
            Run run = few.start(1);
            few.feed(run, (Object[]) numbers(2000));
            run.join();
            long total = few.tracker.events(run).next();

            List<Sent> sent = all(new RunEvents(
                    run,
                    few.tracker.events(run),
                    ALL,
                    0,
                    few.streams().open(StreamKind.EVENTS, Framing.SERVER_SENT_EVENTS),
                    TestRuns.JSON,
                    TestRuns.IDS,
                    TestRuns.NO_PACE));

            long kept = sent.size() - 2;
            assertThat(kept).isBetween(100L, 3000L);
            assertThat(sent.getFirst())
                    .isEqualTo(new Sent("e-" + (total - kept - 1), "gap", "{\"missed\":" + (total - kept) + "}"));
            assertThat(sent.get(1).id()).isEqualTo("e-" + (total - kept));
            assertThat(few.counts.dropped(StreamKind.EVENTS)).isEqualTo(total - kept);
        }
    }

    @Test
    void leavesOutWhatIsNotWanted() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, 1, -2, 3);
        run.join();

        assertThat(names(run, new EventFilter(true, false, Set.of(), Set.of(), Set.of())))
                .containsOnly("status", "finish");
        assertThat(names(run, new EventFilter(false, true, Set.of(), Set.of(), Set.of())))
                .containsOnly("task", "finish");
        assertThat(all(run, new EventFilter(true, false, Set.of(ItemStatus.FAILED), Set.of(), Set.of()), 0))
                .hasSize(2)
                .first()
                .satisfies(event -> assertThat(event.data()).contains("\"item_id\":1", "FAILED", "negative"));
        assertThat(all(run, new EventFilter(true, true, Set.of(), Set.of(), Set.of("2")), 0))
                .hasSize(6)
                .allMatch(event ->
                        event.data().contains("\"item_id\":2") || event.name().equals("finish"));
        assertThat(names(run, new EventFilter(true, true, Set.of(), Set.of("Elsewhere"), Set.of())))
                .containsExactly("finish");
    }

    @Test
    void tellsAClientWhoWantsLittleWhereItIs() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, (Object[]) numbers(2000));
        run.join();
        long total = runs.tracker.events(run).next();

        List<Sent> sent = all(run, new EventFilter(true, false, Set.of(ItemStatus.FAILED), Set.of(), Set.of()), 0);

        assertThat(sent.subList(0, sent.size() - 1))
                .isNotEmpty()
                .allSatisfy(position -> assertThat(position.name()).isNull());
        assertThat(total - number(sent.get(sent.size() - 2).id())).isLessThan(4096 + 256);
    }

    @Test
    void finishesARunWithoutEvents() throws InterruptedException {
        Run run = runs.start(1);
        run.join();

        assertThat(all(run, ALL, 0)).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("finish");
            assertThat(event.id()).isNull();
        });
    }

    private List<String> names(Run run, EventFilter filter) throws InterruptedException {
        return all(run, filter, 0).stream().map(Sent::name).toList();
    }

    private List<Sent> all(Run run, EventFilter filter, long from) throws InterruptedException {
        return all(events(run, filter, from, Framing.SERVER_SENT_EVENTS));
    }

    private static List<Sent> all(RunEvents events) throws InterruptedException {
        List<Sent> sent = new ArrayList<>();
        int counted = 0;
        for (Piece piece = events.next(); piece != null; piece = events.next()) {
            EVENT.matcher(text(piece))
                    .results()
                    .map((MatchResult event) -> new Sent(event.group(1), event.group(2), event.group(3)))
                    .forEach(sent::add);
            counted += piece.events();
        }
        assertThat(counted).isEqualTo((int) sent.stream()
                .filter(event -> "status".equals(event.name()) || "task".equals(event.name()))
                .count());
        return sent;
    }

    private RunEvents events(Run run, EventFilter filter, long from, Framing framing) {
        return new RunEvents(
                run,
                runs.tracker.events(run),
                filter,
                from,
                runs.streams().open(StreamKind.EVENTS, framing),
                TestRuns.JSON,
                TestRuns.IDS,
                TestRuns.NO_PACE);
    }

    private static Piece next(RunEvents events) {
        try {
            return events.next();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Piece piece) {
        return new String(piece.bytes(), StandardCharsets.UTF_8);
    }

    private static List<String> idsUpTo(int end) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            ids.add("e-" + i);
        }
        return ids;
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(2));
    }

    private static Integer[] numbers(int count) {
        Integer[] numbers = new Integer[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }
}
