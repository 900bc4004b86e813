package io.antflow.engine;

import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run in virtual time: its tasks take as long as they are told to on a clock that moves on, a step at a time, whenever all
 * have done what they could at the present moment. Seconds of the story take milliseconds.
 */
final class Simulation implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(100);

    private final ManualClock clock = new ManualClock();
    private final PipelineEngine engine;
    private final ExecutorService feeders = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong feeding = new AtomicLong();
    private final List<DashboardSnapshot> timeline = new ArrayList<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Map<Thread, Long> givenUpAt = new ConcurrentHashMap<>();
    private @Nullable Run run;

    Simulation() {
        engine = PipelineEngine.builder()
                .clock(clock)
                .random(new Random(5))
                .observer(run -> new ThreadsOfWorkers())
                .build();
    }

    /** Learns which thread each worker is, from what it is told on it. */
    private final class ThreadsOfWorkers implements RunListener {
        @Override
        public void onStatus(StatusEvent event) {
            String worker = event.worker();
            if (worker != null) {
                threads.put(worker, Thread.currentThread());
            }
        }
    }

    /** A task that takes that long, and then does what is told. */
    Task<Object, Object> taking(Function<TaskContext, Duration> time, Task<Object, Object> then) {
        return (input, context) -> {
            calls.incrementAndGet();
            most.accumulateAndGet(working.get() + 1, Math::max);
            rest(time.apply(context));
            return then.run(input, context);
        };
    }

    /** A task that takes that long. */
    Task<Object, Object> taking(Duration time) {
        return taking(context -> time, (input, context) -> input);
    }

    /** A task that hangs in the hole and does not listen, in a stage with that timeout: its worker gets another thread. */
    Task<Object, Object> deaf(Gate hole, Duration timeout) {
        return (input, context) -> {
            givenUpAt.put(
                    Thread.currentThread(),
                    clock.nanoTime() + timeout.plus(Worker.ABANDON_AFTER).toNanos());
            hole.passDeafly(input);
            return input;
        };
    }

    private void rest(Duration time) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        EngineClock.Timer timer = clock.schedule(time, over::countDown);
        working.incrementAndGet();
        try {
            over.await();
        } finally {
            working.decrementAndGet();
            timer.cancel();
        }
    }

    Run start(Pipeline pipeline) {
        Run started = engine.start(pipeline);
        run = started;
        return started;
    }

    /** Feeds in the background, as there is room. */
    Future<FeedReport> feed(Run into, Iterable<?> items) {
        feeding.incrementAndGet();
        return feeders.submit(() -> {
            threads.put("feeder", Thread.currentThread());
            try {
                return into.feedAll(items);
            } finally {
                feeding.decrementAndGet();
            }
        });
    }

    /** Seconds since the beginning of the story. */
    double now() {
        return (clock.nanoTime() - clock.startNanos()) / 1e9;
    }

    /** How often tasks were called. */
    long calls() {
        return calls.get();
    }

    /** How many tasks took their time at once, at most. */
    int mostAtOnce() {
        return most.get();
    }

    /** A snapshot of every step so far. */
    List<DashboardSnapshot> timeline() {
        return List.copyOf(timeline);
    }

    /** Lets that much of the story pass. */
    void pass(Duration time) {
        for (long steps = time.dividedBy(STEP); steps > 0; steps--) {
            step();
        }
    }

    /** Lets the story go on until the run has ended. */
    void toTheEnd(Run ending) throws Exception {
        while (feeding.get() > 0) {
            step();
        }
        ending.close();
        while (!ending.ended()) {
            step();
        }
    }

    private void step() {
        settle();
        Run watched = run;
        if (watched != null) {
            DashboardSnapshot snapshot = watched.snapshot();
            Invariants.assertConsistent(snapshot);
            timeline.add(snapshot);
        }
        clock.advance(STEP);
    }

    /**
     * Waits until nobody can do anything before time moves on: every thread waits, and no worker is without work that is
     * there. Threads are looked at one after the other, so it takes two rounds without any change in between to be sure.
     */
    private void settle() {
        Run watched = run;
        String before = "";
        for (int rounds = 0; rounds < 2 && watched != null && !watched.ended(); ) {
            boolean still = allWait() && nothingToTake(watched);
            String state = state(watched);
            rounds = still && state.equals(before) ? rounds + 1 : 0;
            before = state;
            if (!still) {
                LockSupport.parkNanos(20_000);
            }
            if (Thread.interrupted()) {
                throw new AssertionError("the story does not go on: " + state);
            }
        }
    }

    private boolean allWait() {
        if (feeding.get() > 0 && !threads.containsKey("feeder")) {
            return false;
        }
        long now = clock.nanoTime();
        return threads.values().stream()
                .allMatch(thread -> waits(thread) && givenUpAt.getOrDefault(thread, now + 1) > now);
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }

    private static boolean nothingToTake(Run watched) {
        DashboardSnapshot snapshot = watched.snapshot();
        return snapshot.pipelineStats().stageStats().values().stream()
                .noneMatch(stage -> stage.pendingItems() > stage.retryingItems()
                        && snapshot.workerStates().values().stream()
                                .anyMatch(worker -> worker.stage().equals(stage.stageName())
                                        && worker.status() == WorkerState.Status.IDLE));
    }

    private String state(Run watched) {
        StringBuilder state = new StringBuilder();
        state.append(working.get()).append(' ').append(calls.get()).append(' ').append(watched.summary());
        watched.snapshot()
                .pipelineStats()
                .stageStats()
                .values()
                .forEach(stage -> state.append(' ')
                        .append(stage.pendingItems())
                        .append(' ')
                        .append(stage.inProgressItems())
                        .append(' ')
                        .append(stage.blockedWorkers()));
        return state.toString();
    }

    @Override
    public void close() {
        engine.close();
        feeders.shutdownNow();
    }
}
