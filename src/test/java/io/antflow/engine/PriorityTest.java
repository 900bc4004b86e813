package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lower is sooner; among equals, first come is first served. */
@Timeout(10)
class PriorityTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final List<Object> order = new CopyOnWriteArrayList<>();

    private final Task<Object, Object> note = (input, context) -> {
        order.add(context.itemId());
        return input;
    };

    @Test
    void lowerIsSooner() throws Exception {
        Run run = test.engine.prepare(oneStage(note));
        run.feed(Item.of("usual", 0));
        run.feed(Item.of("late", 0).withPriority(101));
        run.feed(Item.of("urgent", 0).withPriority(-7));
        run.feed(Item.of("first", 0).withPriority(Integer.MIN_VALUE));
        run.feed(Item.of("last", 0).withPriority(Integer.MAX_VALUE));

        run.start().join();

        assertThat(order).containsExactly("first", "urgent", "usual", "late", "last");
    }

    @Test
    void equalsAreServedInTheOrderTheyCame() throws Exception {
        Run run = test.engine.prepare(oneStage(note));
        for (int i = 0; i < 100; i++) {
            run.feed(Item.of(i, 0).withPriority(i % 2));
        }

        run.start().join();

        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 100; i += 2) {
            expected.add(i);
        }
        for (long i = 1; i < 100; i += 2) {
            expected.add(i);
        }
        assertThat(order).isEqualTo(expected);
    }

    @Property(tries = 100)
    void withOneWorkerTheOrderIsThatOfAStableSort(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 5) Integer> priorities) throws Exception {
        try (PipelineEngine engine =
                PipelineEngine.builder().clock(new ManualClock()).build()) {
            List<Object> served = new CopyOnWriteArrayList<>();
            Task<Object, Object> task = (input, context) -> served.add(context.sequenceId());
            Run run = engine.prepare(oneStage(task));
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < priorities.size(); i++) {
                run.feed(Item.of(null).withPriority(priorities.get(i)));
                expected.add((long) i);
            }
            expected.sort(Comparator.comparing(i -> priorities.get(Math.toIntExact(i))));

            run.start().join();

            assertThat(served).isEqualTo(expected);
        }
    }

    @Test
    void anItemKeepsItsPriorityThroughAllStages() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> behindGate = (input, context) -> {
            gate.pass(context.itemId());
            order.add(context.itemId());
            return input;
        };
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("A", s -> s.task("same", Tasks.same()))
                .stage("B", s -> s.task("same", Tasks.same()))
                .stage("C", s -> s.task("t", behindGate))
                .build());
        run.feed(Item.of("blocker", 0).withPriority(0));
        run.feed(Item.of("usual", 0));
        run.feed(Item.of("urgent", 0).withPriority(1));
        run.feed(Item.of("late", 0).withPriority(1000));

        run.start();
        gate.awaitArrived(1);
        eventually("all wait at C", () -> Look.stage(run, "C").pendingItems() == 3);
        gate.open();
        run.join();

        assertThat(order).containsExactly("blocker", "urgent", "usual", "late");
    }

    @Test
    void anUrgentItemGoesFirstEvenWhenTheQueueIsFullAndItsProducerWaits() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            order.add(context.itemId());
            gate.pass(context.itemId());
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p", Stage.named("A").task("t", task).queueCapacity(1).build()));
        run.feed(Item.of("blocker", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("in the queue", 0));
        try (ExecutorService feeders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Admission> usual = feeders.submit(() -> run.feed(Item.of("usual", 0)));
            eventually("it waits for room", () -> pending(run) == 2);
            Future<Admission> urgent =
                    feeders.submit(() -> run.feed(Item.of("urgent", 0).withPriority(1)));
            eventually("it waits for room", () -> pending(run) == 3);
            assertThat(usual).isNotDone();
            gate.open();
            assertThat(usual.get()).isInstanceOf(Admission.Accepted.class);
            assertThat(urgent.get()).isInstanceOf(Admission.Accepted.class);
        }
        run.join();

        assertThat(order).containsExactly("blocker", "urgent", "in the queue", "usual");
    }

    @Test
    void anItemOfLowPriorityGetsItsTurnAfterALongWait() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            order.add(context.itemId());
            gate.pass(context.itemId());
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).queueCapacity(Stage.UNBOUNDED).build()));
        run.feed(Item.of("blocker", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("low", 0).withPriority(1000));
        test.clock.advance(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            run.feed(Item.of("urgent" + i, 0).withPriority(1));
        }
        gate.open();
        run.join();

        assertThat(order.indexOf("low")).as("%s", order).isBetween(1, 15);
    }

    @Test
    void anItemOfLowPriorityDoesNotPassAnUrgentOneThatWaitedLess() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            order.add(context.itemId());
            gate.pass(context.itemId());
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).queueCapacity(Stage.UNBOUNDED).build()));
        run.feed(Item.of("blocker", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("low", 0).withPriority(1000));
        test.clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            run.feed(Item.of("urgent" + i, 0).withPriority(1));
        }
        gate.open();
        run.join();

        assertThat(order).last().isEqualTo("low");
    }

    private static Pipeline oneStage(Task<Object, Object> task) {
        return Pipeline.of(
                "p",
                Stage.named("A").task("t", task).queueCapacity(Stage.UNBOUNDED).build());
    }

    private static long pending(Run run) {
        return Look.stage(run, "A").pendingItems();
    }
}
