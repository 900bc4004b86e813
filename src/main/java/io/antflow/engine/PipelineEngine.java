package io.antflow.engine;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Starts runs, and keeps them until they are forgotten. Thread-safe; starts no thread until used. */
public final class PipelineEngine implements AutoCloseable {

    /** Once a beat, the throughput of every active run is sampled. */
    private static final Duration BEAT = Duration.ofSeconds(Throughput.SAMPLE_SECONDS);

    /** An engine with active runs whose heart has not beaten for so long is dead. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    /** How long interrupted tasks have to end, at shutdown. */
    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(1);

    private final EngineClock clock;
    private final EngineLimits limits;
    private final List<RunObserver> observers;
    private final RandomGenerator random;
    private final RunIds ids = new RunIds();

    /** Items of all runs that are kept. */
    private final AtomicLong items = new AtomicLong();

    /** Guards what follows. */
    private final Object lock = new Object();

    private final TreeMap<String, Run> runs = new TreeMap<>();
    private final Deque<Run> endedRuns = new ArrayDeque<>();
    private int activeRuns;
    private boolean beating;
    private long lastBeatNanos;
    private boolean stopping;
    private @Nullable ShutdownReport report;

    private PipelineEngine(Builder builder) {
        this.clock = builder.clock;
        this.limits = builder.limits;
        this.observers = List.copyOf(builder.observers);
        this.random = builder.random;
    }

    /** Begins an engine with the machine's clock, the default limits and no observers. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A run whose workers wait for items.
     *
     * @throws RunRefusedException when there are too many, or the engine shuts down
     */
    public Run start(Pipeline pipeline) {
        return prepare(pipeline).start();
    }

    /**
     * A run that accepts items and begins to work with {@link Run#start}.
     *
     * @throws RunRefusedException when there are too many, or the engine shuts down
     */
    public Run prepare(Pipeline pipeline) {
        synchronized (lock) {
            if (stopping) {
                throw new RunRefusedException(
                        RunRefusedException.Reason.SHUTTING_DOWN, "the service is shutting down and starts no run");
            }
            if (activeRuns >= limits.activeRuns()) {
                throw new RunRefusedException(
                        RunRefusedException.Reason.TOO_MANY_RUNS,
                        "%d runs are active, and no more may be; one that ends makes room".formatted(activeRuns));
            }
            Run run = new Run(ids.next(clock.instant()), pipeline, this, clock, random, observers);
            runs.put(run.id(), run);
            activeRuns++;
            beginToBeat();
            return run;
        }
    }

    /**
     * Runs all items to their end.
     *
     * @param items {@link Item}s, or values
     * @return the successes, in feed order
     * @throws IllegalArgumentException when an item was refused: the run is cancelled
     * @throws InterruptedException the run is cancelled
     */
    public List<Result> run(Pipeline pipeline, Iterable<?> items) throws InterruptedException {
        Run run = start(pipeline);
        try {
            requireAccepted(run.feedAll(items));
            run.join();
            return run.results().filter(result -> !result.failed()).toList();
        } finally {
            run.cancel();
        }
    }

    /** Like {@link #run(Pipeline, Iterable)}, with one stage a task, named after it. */
    public List<Result> quick(Iterable<?> items, int workersPerStage, NamedTask... tasks) throws InterruptedException {
        return run(Pipeline.quick("quick", workersPerStage, tasks), items);
    }

    /**
     * Runs all items and gives each as it ends, failed ones included, in completion order; it ends by itself. What was
     * given is forgotten. The items are pulled in the background, as there is room.
     *
     * @param items {@link Item}s, or values; what their iterator throws is thrown by the stream, after the results
     * @return to be closed: that cancels the run if it has not ended
     */
    public Stream<Result> stream(Pipeline pipeline, Iterable<?> items) {
        Run run = start(new Pipeline(pipeline.name(), pipeline.stages(), true));
        FeedOutcome outcome = new FeedOutcome();
        Thread feeder = Thread.ofVirtual().name(run.id() + "-feeder").start(() -> {
            try {
                requireAccepted(run.feedAll(items));
            } catch (InterruptedException e) {
                run.cancel();
            } catch (Throwable e) {
                outcome.failure = e;
            } finally {
                run.close();
            }
        });
        Spliterator<Result> results =
                Spliterators.spliteratorUnknownSize(run.drainEnded(), Spliterator.ORDERED | Spliterator.NONNULL);
        Stream<Result> failure = Stream.of(outcome).mapMulti((end, to) -> end.rethrow());
        return Stream.concat(StreamSupport.stream(results, false), failure).onClose(() -> {
            feeder.interrupt();
            run.cancel();
        });
    }

    /** How feeding in the background went. */
    private static final class FeedOutcome {
        private volatile @Nullable Throwable failure;

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    private static void requireAccepted(FeedReport report) {
        if (report.refusedCount() > 0) {
            Admission.Refused first = report.refused().getFirst();
            throw new IllegalArgumentException("%d items were refused; the first is %s: %s"
                    .formatted(report.refusedCount(), first.itemId(), first.reason()));
        }
    }

    /** The runs that are kept, newest first. */
    public List<Run> runs() {
        synchronized (lock) {
            return List.copyOf(runs.descendingMap().values());
        }
    }

    /** The run with that id, if it is kept. */
    public Optional<Run> find(String runId) {
        synchronized (lock) {
            return Optional.ofNullable(runs.get(runId));
        }
    }

    /** Drops an ended run. False: it has not ended, or is not kept. */
    public boolean forget(String runId) {
        Run run;
        synchronized (lock) {
            run = runs.get(runId);
            if (run == null || !endedRuns.remove(run)) {
                return false;
            }
            runs.remove(runId);
        }
        run.onForgotten();
        return true;
    }

    /** What bounds its memory. */
    public EngineLimits limits() {
        return limits;
    }

    /** Counts an item that is about to be accepted, and makes room for it; false: there is none. */
    boolean admitItem() {
        while (items.incrementAndGet() > limits.items()) {
            items.decrementAndGet();
            if (!forgetOldest()) {
                return false;
            }
        }
        return true;
    }

    private boolean forgetOldest() {
        Run oldest;
        synchronized (lock) {
            oldest = endedRuns.pollFirst();
            if (oldest == null) {
                return false;
            }
            runs.remove(oldest.id());
        }
        oldest.onForgotten();
        return true;
    }

    void onItemsForgotten(long count) {
        items.addAndGet(-count);
    }

    /** Whether a run would start now. */
    public boolean accepting() {
        synchronized (lock) {
            return !stopping && activeRuns < limits.activeRuns();
        }
    }

    /** Whether it has been told to shut down. */
    public boolean shuttingDown() {
        synchronized (lock) {
            return stopping;
        }
    }

    /** False: runs are active, and the engine's timer, on which retries and timeouts depend, has stopped. */
    public boolean alive() {
        synchronized (lock) {
            return !beating || clock.nanoTime() - lastBeatNanos < DEAD_AFTER.toNanos();
        }
    }

    private void beginToBeat() {
        if (!beating) {
            beating = true;
            lastBeatNanos = clock.nanoTime();
            clock.schedule(BEAT, this::beat);
        }
    }

    private void beat() {
        List<Run> active;
        long now = clock.nanoTime();
        synchronized (lock) {
            lastBeatNanos = now;
            beating = activeRuns > 0;
            active = runs.values().stream().filter(run -> !run.ended()).toList();
            if (beating) {
                clock.schedule(BEAT, this::beat);
            }
        }
        active.forEach(run -> run.sampleThroughput(now));
    }

    void onRunActive(Run run) {
        synchronized (lock) {
            endedRuns.remove(run);
            activeRuns++;
            beginToBeat();
        }
    }

    void onRunEnded(Run run) {
        boolean tooMany;
        synchronized (lock) {
            activeRuns--;
            endedRuns.addLast(run);
            tooMany = endedRuns.size() > limits.endedRuns();
        }
        if (tooMany) {
            forgetOldest();
        }
    }

    /**
     * Takes no more runs and items, and waits for the items in work to leave their stage; what is in work after that is
     * interrupted. Everything that waits becomes cancelled, so that all runs end. A second call gives the first one's report.
     *
     * @param limit how long to wait for items in work
     */
    public ShutdownReport shutdown(Duration limit) {
        List<Run> active;
        synchronized (lock) {
            if (report != null) {
                return report;
            }
            stopping = true;
            active = runs.values().stream().filter(run -> !run.ended()).toList();
        }
        active.forEach(Run::halt);
        boolean drained = awaitRest(active, limit);
        if (!drained) {
            active.forEach(Run::interruptWorkers);
            if (!awaitRest(active, INTERRUPT_GRACE)) {
                active.forEach(Run::abandonWorkers);
                awaitRest(active, INTERRUPT_GRACE);
            }
        }
        List<RunSummary> unfinished =
                active.stream().filter(run -> !run.ended()).map(Run::summary).toList();
        active.forEach(Run::cancel);
        synchronized (lock) {
            report = new ShutdownReport(drained, unfinished);
            return report;
        }
    }

    private static boolean awaitRest(List<Run> runs, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (Run run : runs) {
                if (!run.awaitRest(deadline - System.nanoTime())) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@link #shutdown} without waiting. */
    @Override
    public void close() {
        shutdown(Duration.ZERO);
    }

    /** Collects what makes an engine; not thread-safe. */
    public static final class Builder {

        private final List<RunObserver> observers = new ArrayList<>();
        private EngineClock clock = EngineClock.system();
        private EngineLimits limits = EngineLimits.defaults();
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        private Builder() {}

        /** All that it knows of time. */
        public Builder clock(EngineClock clock) {
            this.clock = clock;
            return this;
        }

        /** What bounds its memory. */
        public Builder limits(EngineLimits limits) {
            this.limits = limits;
            return this;
        }

        /** Adds one that listens to every run. */
        public Builder observer(RunObserver observer) {
            observers.add(observer);
            return this;
        }

        /** Where the jitter of waits comes from; must be thread-safe. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** An engine that has started nothing yet. */
        public PipelineEngine build() {
            return new PipelineEngine(this);
        }
    }
}
