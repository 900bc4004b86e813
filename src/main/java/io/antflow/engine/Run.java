package io.antflow.engine;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a pipeline: it accepts items until it is closed, and ends when all of them have ended. Made by
 * {@link PipelineEngine}; thread-safe.
 *
 * <p>Every item that it accepts comes to exactly one end: processed, failed or cancelled.
 */
public final class Run {

    /** The largest pool that {@link #resize} makes; a definition may have no larger one either. */
    public static final int MAX_WORKERS = Stage.MAX_WORKERS;

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final String id;
    private final Pipeline pipeline;
    private final PipelineEngine engine;
    private final EngineClock clock;
    private final List<StageRun> stages = new ArrayList<>();
    private final RunListener listener;
    private final Intake intake;
    private final ItemQueries items;
    private final EndedLog ended;
    private final SnapshotReader snapshots;
    private final Throughput throughput;
    private final Instant created;
    private final long createdNanos;

    /** Items that have not ended, and one more for as long as the run is open: at zero it ends. */
    private final AtomicLong unfinished = new AtomicLong(1);

    /** Guards starting, ending, resizing and all changes of status. */
    private final Object lifecycle = new Object();

    private volatile boolean started;
    private volatile boolean paused;
    private volatile boolean cancelled;
    private volatile boolean finished;
    private volatile long startedNanos;
    private volatile long finishedNanos;
    private volatile @Nullable CountDownLatch atRest;
    private CompletableFuture<RunSummary> completion = new CompletableFuture<>();

    Run(
            String id,
            Pipeline pipeline,
            PipelineEngine engine,
            EngineClock clock,
            RandomGenerator random,
            List<RunObserver> observers) {
        this.id = id;
        this.pipeline = pipeline;
        this.engine = engine;
        this.clock = clock;
        this.created = clock.instant();
        this.createdNanos = clock.nanoTime();
        this.startedNanos = createdNanos;
        this.intake = new Intake(this, engine, clock);
        this.items = new ItemQueries(intake);
        this.ended = new EndedLog(engine.limits().recentFailures());
        this.listener = new SafeListener(
                id, observers.stream().map(observer -> observer.observe(this)).toList());
        for (Stage stage : pipeline.stages()) {
            StageRun stageRun = new StageRun(this, stage, stages.size(), clock, random, listener);
            if (!stages.isEmpty()) {
                stages.getLast().setNext(stageRun);
            }
            stages.add(stageRun);
        }
        this.snapshots = new SnapshotReader(this, List.copyOf(stages), ended, clock);
        this.throughput = new Throughput(createdNanos);
    }

    /** Sortable by time of creation, unique, 26 characters of {@code [0-9A-Z]}. */
    public String id() {
        return id;
    }

    /** What it runs. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Where it is in its life. */
    public RunStatus status() {
        if (cancelled) {
            return RunStatus.CANCELLED;
        }
        if (finished) {
            return RunStatus.COMPLETED;
        }
        return paused ? RunStatus.PAUSED : RunStatus.RUNNING;
    }

    /** Whether it accepts items. */
    public boolean open() {
        return intake.isOpen();
    }

    /** Whether it is closed or cancelled and all its items have ended. */
    public boolean ended() {
        return finished;
    }

    // --- feeding

    /** Lets the workers begin; does nothing when they have begun. */
    public Run start() {
        synchronized (lifecycle) {
            if (started) {
                return this;
            }
            started = true;
            startedNanos = clock.nanoTime();
            listener.onStarted();
            stages.forEach(StageRun::startWorkers);
            // Last stage first: a capacity counts only once its queue has started.
            stages.reversed().forEach(stage -> stage.queue().start());
        }
        return this;
    }

    /**
     * Feeds the first stage; waits while its queue is full, but not before the start.
     *
     * @throws InterruptedException while it waits for room; the item is accepted all the same
     */
    public Admission feed(Item item) throws InterruptedException {
        return intake.feed(item, stages.getFirst());
    }

    /**
     * Feeds the stage of that name; the item does not go through the stages before it.
     *
     * @throws UnknownStageException when there is none
     * @throws InterruptedException while it waits for room; the item is accepted all the same
     */
    public Admission feed(Item item, String stage) throws InterruptedException {
        return intake.feed(item, stage(stage));
    }

    /** Feeds a follow-up of an item that has not ended: it waits for no room, and the run for it. */
    boolean feedFromInside(Item item, @Nullable String stage) {
        return intake.feedFromInside(item, stage == null ? stages.getFirst() : stage(stage));
    }

    /**
     * Feeds the first stage with all of them, pulled one at a time as there is room. Elements that are {@link Item}s are
     * taken as such, all others as values. Stops when the run takes no more.
     *
     * @throws InterruptedException while it waits for room; what was accepted goes on
     */
    public FeedReport feedAll(Iterable<?> items) throws InterruptedException {
        return intake.feedAll(items.iterator(), stages.getFirst());
    }

    /** Like {@link #feedAll(Iterable)}; closes the stream. */
    public FeedReport feedAll(Stream<?> items) throws InterruptedException {
        try (items) {
            return intake.feedAll(items.iterator(), stages.getFirst());
        }
    }

    // --- control

    /** Takes no more items from outside: the run ends when those it has have ended. False: it was closed before. */
    public boolean close() {
        if (!intake.close()) {
            return false;
        }
        countDown();
        return true;
    }

    /** Workers finish what they hold and take no more. False: the run has ended, or been cancelled. */
    public boolean pause() {
        return setPaused(true);
    }

    /** Takes {@link #pause} back. False: the run has ended, or been cancelled. */
    public boolean resume() {
        return setPaused(false);
    }

    private boolean setPaused(boolean pause) {
        synchronized (lifecycle) {
            if (finished || cancelled) {
                return false;
            }
            paused = pause;
            stages.forEach(stage -> stage.queue().pauseRun(pause));
            return true;
        }
    }

    /**
     * Workers finish what they hold at their stage, and everything that waits becomes cancelled, now and when it leaves its
     * worker's hands. False: the run has ended, or been cancelled before.
     */
    public boolean cancel() {
        synchronized (lifecycle) {
            if (finished || cancelled) {
                return false;
            }
            cancelled = true;
        }
        intake.refuseAll();
        for (StageRun stage : stages) {
            for (RunItem item : stage.queue().cancel()) {
                stage.cancel(item, null, clock.nanoTime());
            }
            for (Worker worker : stage.workers()) {
                worker.interruptIfWaiting();
            }
        }
        start();
        close();
        return true;
    }

    /**
     * Cancels one item: waiting, it is cancelled; in work, its task is interrupted.
     *
     * @param itemId {@code "17"} finds 17
     */
    public ItemCancellation cancelItem(Object itemId) {
        RunItem item = intake.find(itemId);
        if (item == null) {
            return ItemCancellation.UNKNOWN;
        }
        if (item.ended()) {
            return ItemCancellation.ALREADY_ENDED;
        }
        item.requestCancel();
        // Whoever moves the item looks at the request after the move; so it is found here, or they find the request.
        while (true) {
            StageRun stage = item.stage();
            if (stage.queue().remove(item, stage)) {
                stage.cancel(item, null, clock.nanoTime());
                return ItemCancellation.CANCELLED;
            }
            for (Worker worker : stage.workers()) {
                if (worker.interrupt(item)) {
                    return ItemCancellation.INTERRUPTED;
                }
            }
            if (item.ended()) {
                return item.status() == ItemStatus.CANCELLED
                        ? ItemCancellation.CANCELLED
                        : ItemCancellation.ALREADY_ENDED;
            }
            if (stage == item.stage()) {
                return ItemCancellation.INTERRUPTED;
            }
        }
    }

    /**
     * Puts all failed items back at the stage where they failed, with all their attempts: under per_task at the task that
     * failed, under per_stage at stage entry. A run that has ended goes on.
     *
     * @return how many; 0 when the run is cancelled
     */
    public int retryFailed() {
        return putBack(this.items.failedItems());
    }

    /** Like {@link #retryFailed()}, for these alone; ids that name no failed item are passed over. */
    public int retryFailed(Collection<?> itemIds) {
        Set<RunItem> items = new LinkedHashSet<>();
        for (Object itemId : itemIds) {
            RunItem item = intake.find(itemId);
            if (item != null) {
                items.add(item);
            }
        }
        return putBack(items);
    }

    private int putBack(Collection<RunItem> items) {
        List<RunItem> back = new ArrayList<>();
        synchronized (lifecycle) {
            if (cancelled || intake.isRefusingAll()) {
                return 0;
            }
            snapshots.exclude(() -> {
                for (RunItem item : items) {
                    StatusEvent end = item.latest();
                    Failure failure = end == null ? null : end.failure();
                    if (end != null && failure != null && end.status() == ItemStatus.FAILED) {
                        unfinished.incrementAndGet();
                        if (finished) {
                            reopen();
                        }
                        item.stage().uncountFailure(failure);
                        item.putBack(item.stage().definition().retry().scope());
                        item.stage().tell(item.become(ItemStatus.QUEUED, null, clock.nanoTime(), 0, null));
                        back.add(item);
                    }
                }
            });
        }
        for (RunItem item : back) {
            if (!item.stage().queue().putExempt(item, RunItem.QueuePlace.RETURNED)) {
                item.stage().cancel(item, null, clock.nanoTime());
            }
        }
        return back.size();
    }

    private void reopen() {
        finished = false;
        completion = new CompletableFuture<>();
        ended.setComplete(false);
        engine.onRunActive(this);
        listener.onStarted();
        for (StageRun stage : stages) {
            stage.queue().reopen();
            stage.startWorkers();
        }
    }

    /**
     * Makes a stage's pool that large while it works. Shrinking interrupts nobody: a worker too many leaves when it holds
     * no item.
     *
     * @param workers 1 to {@value #MAX_WORKERS}
     * @throws UnknownStageException when the pipeline has no such stage
     */
    public void resize(String stage, int workers) {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("workers is 1 to %d, not %d".formatted(MAX_WORKERS, workers));
        }
        StageRun resized = stage(stage);
        synchronized (lifecycle) {
            resized.resize(workers);
        }
    }

    /** Holds a stage alone: its workers finish what they hold and take no more. */
    public void pauseStage(String stage) {
        stage(stage).queue().pauseStage(true);
    }

    /** Takes {@link #pauseStage} back. */
    public void resumeStage(String stage) {
        stage(stage).queue().pauseStage(false);
    }

    // --- what can be asked

    /** The state at this moment; immutable. Costs O(stages + workers), whatever the number of items, and workers nothing. */
    public DashboardSnapshot snapshot() {
        return snapshots.read();
    }

    /** The state at this moment, in short. */
    public RunSummary summary() {
        return snapshots.readSummary();
    }

    /** What has failed: all of it, unlike a snapshot's. */
    public ErrorSummary errorSummary() {
        return snapshots.errorSummary(items.failures());
    }

    /** An item's current status; {@code "17"} finds 17. */
    public Optional<ItemView> item(Object itemId) {
        return items.item(itemId);
    }

    /** What has happened to an item, oldest first; empty when there is no such item. */
    public List<StatusEvent> history(Object itemId) {
        return items.history(itemId);
    }

    /**
     * Items in feed order.
     *
     * @param status only these; null: any
     * @param stage only those that are, or ended, there; null: any
     * @param fromSequence where to begin, 0 or the last page's {@link ItemPage#next}
     * @param limit how many at most; at least 1
     */
    public ItemPage items(@Nullable ItemStatus status, @Nullable String stage, long fromSequence, int limit) {
        return items.page(status, stage, fromSequence, limit);
    }

    /** The items that have been processed or have failed so far, in feed order, read as they are asked for. */
    public Stream<Result> results() {
        return items.results();
    }

    /**
     * Items that were processed or failed, in completion order, without waiting. An item that was put back after it failed
     * ends twice here.
     *
     * @param position how many ends came before, from 0
     * @param max how many at most
     */
    public List<Result> endedSince(long position, int max) {
        return ended.read(position, max).stream()
                .map(event -> event.item().result(event))
                .toList();
    }

    /** Waits until {@link #endedSince} has something at that position or the run has ended; false: the time ran out. */
    public boolean awaitEnded(long position, Duration timeout) throws InterruptedException {
        return ended.await(position, timeout);
    }

    /** Starts the run if need be, closes it, and waits until it has ended. */
    public Run join() throws InterruptedException {
        start();
        close();
        awaitEnd();
        return this;
    }

    /** Like {@link #join()}, for so long; false: the time ran out. */
    public boolean join(Duration timeout) throws InterruptedException {
        start();
        close();
        return awaitEnd(timeout);
    }

    /** Waits until the run has ended, without closing it. */
    public void awaitEnd() throws InterruptedException {
        awaitEnd(FOREVER);
    }

    /** Like {@link #awaitEnd()}, for so long; false: the time ran out. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        try {
            completion().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a run is no failure", e);
        }
    }

    /**
     * Completes when the run ends. It is another one after failed items of an ended run were put back. Each is kept until
     * then: whoever waits and may give up should do so by {@link #awaitEnd()}, which leaves nothing behind.
     */
    public CompletableFuture<RunSummary> whenEnded() {
        return completion().copy();
    }

    private CompletableFuture<RunSummary> completion() {
        synchronized (lifecycle) {
            return completion;
        }
    }

    // --- for the rest of the engine

    /** How many wait for the end, or have not been told of it. */
    int awaitingEnd() {
        return completion().getNumberOfDependents();
    }

    StageRun stageAt(int index) {
        return stages.get(index);
    }

    boolean isStarted() {
        return started;
    }

    boolean isCancelled() {
        return cancelled;
    }

    double unixSeconds(long nanos) {
        return created.getEpochSecond() + (created.getNano() + (nanos - createdNanos)) / 1e9;
    }

    double createdAt() {
        return unixSeconds(createdNanos);
    }

    @Nullable
    Double finishedAt() {
        return finished ? (Double) unixSeconds(finishedNanos) : null;
    }

    double elapsedSeconds(long now) {
        return ((finished ? finishedNanos : now) - startedNanos) / 1e9;
    }

    void itemEnded(RunItem item, StatusEvent event) {
        listener.onItemEnded(event, event.nanos() - item.acceptedNanos());
        boolean kept = pipeline.collectResults() || event.status() == ItemStatus.FAILED;
        if (!kept) {
            forget(item);
        } else if (event.status() != ItemStatus.FAILED) {
            item.packHistory(event);
        }
        ended.add(event, pipeline.collectResults());
        countDown();
    }

    void forget(RunItem item) {
        intake.forget(item);
    }

    void countUp() {
        unfinished.incrementAndGet();
    }

    private void countDown() {
        if (unfinished.decrementAndGet() == 0) {
            finish();
        }
    }

    private void finish() {
        CompletableFuture<RunSummary> end;
        synchronized (lifecycle) {
            if (finished || unfinished.get() != 0) {
                return;
            }
            finishedNanos = clock.nanoTime();
            finished = true;
            paused = false;
            stages.forEach(stage -> stage.queue().finish());
            ended.setComplete(true);
            // Told under the lock: a run that is taken up again must not be told to have started before.
            listener.onEnded();
            engine.onRunEnded(this);
            end = completion;
        }
        end.complete(summary());
    }

    void onForgotten() {
        intake.forgetAll();
        listener.onForgotten();
    }

    /** Of what was counted until the run ended. */
    double averagePerSecond(long count) {
        double seconds = elapsedSeconds(finishedNanos);
        return seconds > 0 ? count / seconds : 0;
    }

    /** @param worked how many items were processed or have failed */
    double itemsPerSecond(long worked, long now) {
        return finished ? averagePerSecond(worked) : throughput.perSecond(now, worked);
    }

    void sampleThroughput(long now) {
        throughput.sample(now, snapshots.worked());
        stages.forEach(stage -> stage.sampleThroughput(now));
    }

    /** Results in completion order, each given once and then forgotten. */
    Iterator<Result> drainEnded() {
        return new EndedIterator(this, ended);
    }

    // --- shutting down

    /** Workers finish what they hold; nothing is taken and nothing accepted any more. */
    void halt() {
        atRest = new CountDownLatch(1);
        stages.forEach(stage -> stage.queue().pauseRun(true));
        intake.refuseAll();
        onWorkerAtRest();
    }

    /** Called by a worker that has put down what it held; only a halted run cares. */
    void onWorkerAtRest() {
        CountDownLatch rest = atRest;
        if (rest != null && busyWorkers().findAny().isEmpty()) {
            rest.countDown();
        }
    }

    private Stream<Worker> busyWorkers() {
        return stages.stream().flatMap(stage -> Stream.of(stage.workers())).filter(Worker::isBusy);
    }

    boolean awaitRest(long nanos) throws InterruptedException {
        CountDownLatch rest = atRest;
        return rest == null || rest.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Interrupts what is still in work. */
    void interruptWorkers() {
        busyWorkers().forEach(worker -> worker.interrupt(null));
    }

    /** Gives up what the interrupt has not ended. */
    void abandonWorkers() {
        busyWorkers().forEach(Worker::abandon);
    }

    private StageRun stage(String name) {
        for (StageRun stage : stages) {
            if (stage.name().equals(name)) {
                return stage;
            }
        }
        throw new UnknownStageException(pipeline.name(), name, pipeline.stageNames());
    }
}
