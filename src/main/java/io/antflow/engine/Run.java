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
import java.util.function.Consumer;
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
    public static final int MAX_WORKERS = 10_000;

    private final String id;
    private final Pipeline pipeline;
    private final PipelineEngine engine;
    private final EngineClock clock;
    private final List<StageRun> stages = new ArrayList<>();
    private final RunListener listener;
    private final EndedLog ended;
    private final SnapshotReader snapshots;
    private final Instant created;
    private final long createdNanos;

    /** Items that have not ended, and one more for as long as the run is open: at zero it ends. */
    private final AtomicLong unfinished = new AtomicLong(1);

    /** Guards the index, and {@code closed} and {@code refusing} while an item is being accepted. */
    private final Object feeding = new Object();

    private final ItemIndex index = new ItemIndex();
    private volatile boolean closed;
    private volatile boolean refusing;

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
        return !closed && !refusing;
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
        return feed(item, stages.getFirst());
    }

    /**
     * Feeds the stage of that name; the item does not go through the stages before it.
     *
     * @throws UnknownStageException when there is none
     * @throws InterruptedException while it waits for room; the item is accepted all the same
     */
    public Admission feed(Item item, String stage) throws InterruptedException {
        return feed(item, stage(stage));
    }

    private Admission feed(Item item, StageRun stage) throws InterruptedException {
        long now = clock.nanoTime();
        RunItem accepted;
        synchronized (feeding) {
            Admission.Reason refusal = refusal(item, closed);
            if (refusal != null) {
                return new Admission.Refused(RunItem.idOf(item, index.nextSequenceFor(item)), refusal);
            }
            accepted = accept(item, stage, now);
        }
        stage.tell(accepted.become(ItemStatus.QUEUED, null, now, 0, null));
        switch (stage.queue().put(accepted, now)) {
            case DONE -> {}
            case WAIT_FOR_ROOM -> stage.queue().awaitRoomInterruptibly(accepted);
            case REFUSED -> stage.cancel(accepted, null, clock.nanoTime());
        }
        return new Admission.Accepted(accepted.id(), accepted.sequence());
    }

    /** Feeds a follow-up of an item that has not ended: it waits for no room, and the run for it. */
    boolean feedFromInside(Item item, @Nullable String stageName) {
        StageRun stage = stageName == null ? stages.getFirst() : stage(stageName);
        long now = clock.nanoTime();
        RunItem accepted;
        synchronized (feeding) {
            if (refusal(item, finished) != null) {
                return false;
            }
            accepted = accept(item, stage, now);
        }
        stage.tell(accepted.become(ItemStatus.QUEUED, null, now, 0, null));
        if (!stage.queue().putExempt(accepted, RunItem.QueuePlace.EXEMPT)) {
            stage.cancel(accepted, null, clock.nanoTime());
        }
        return true;
    }

    private Admission.@Nullable Reason refusal(Item item, boolean over) {
        if (refusing) {
            return Admission.Reason.CANCELLED;
        }
        if (over) {
            return Admission.Reason.CLOSED;
        }
        if (index.contains(item)) {
            return Admission.Reason.DUPLICATE_ID;
        }
        return engine.admitItem() ? null : Admission.Reason.TOO_MANY_ITEMS;
    }

    private RunItem accept(Item item, StageRun stage, long now) {
        RunItem accepted = new RunItem(item, index.nextSequenceFor(item), stage, now);
        index.add(accepted, item.id() != null);
        unfinished.incrementAndGet();
        stage.countInjected();
        return accepted;
    }

    /**
     * Feeds the first stage with all of them, pulled one at a time as there is room. Elements that are {@link Item}s are
     * taken as such, all others as values. Stops when the run takes no more.
     *
     * @throws InterruptedException while it waits for room; what was accepted goes on
     */
    public FeedReport feedAll(Iterable<?> items) throws InterruptedException {
        return feedAll(items.iterator());
    }

    /** Like {@link #feedAll(Iterable)}; closes the stream. */
    public FeedReport feedAll(Stream<?> items) throws InterruptedException {
        try (items) {
            return feedAll(items.iterator());
        }
    }

    private FeedReport feedAll(Iterator<?> items) throws InterruptedException {
        long accepted = 0;
        long refusedCount = 0;
        List<Admission.Refused> refused = new ArrayList<>();
        while (items.hasNext()) {
            Object element = items.next();
            Admission admission = feed(element instanceof Item item ? item : Item.of(element));
            if (admission instanceof Admission.Refused refusal) {
                refusedCount++;
                if (refused.size() < FeedReport.MAX_REFUSED) {
                    refused.add(refusal);
                }
                if (refusal.reason() != Admission.Reason.DUPLICATE_ID) {
                    break;
                }
            } else {
                accepted++;
            }
        }
        return new FeedReport(accepted, refusedCount, List.copyOf(refused));
    }

    // --- control

    /** Takes no more items from outside: the run ends when those it has have ended. False: it was closed before. */
    public boolean close() {
        synchronized (feeding) {
            if (closed) {
                return false;
            }
            closed = true;
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
        synchronized (feeding) {
            refusing = true;
        }
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
        RunItem item = find(itemId);
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
        return putBack(failedItems());
    }

    /** Like {@link #retryFailed()}, for these alone; ids that name no failed item are passed over. */
    public int retryFailed(Collection<?> itemIds) {
        Set<RunItem> items = new LinkedHashSet<>();
        for (Object itemId : itemIds) {
            RunItem item = find(itemId);
            if (item != null) {
                items.add(item);
            }
        }
        return putBack(items);
    }

    private int putBack(Collection<RunItem> items) {
        List<RunItem> back = new ArrayList<>();
        synchronized (lifecycle) {
            if (cancelled || refusing) {
                return 0;
            }
            snapshots.exclude(() -> {
                for (RunItem item : items) {
                    StatusEvent end = item.latest();
                    Failure failure = end == null ? null : end.failure();
                    if (end != null && failure != null && end.status() == ItemStatus.FAILED) {
                        unfinished.incrementAndGet();
                        item.stage().uncountFailure(failure);
                        item.putBack(item.stage().definition().retry().scope());
                        item.stage().tell(item.become(ItemStatus.QUEUED, null, clock.nanoTime(), 0, null));
                        back.add(item);
                    }
                }
            });
            if (finished && !back.isEmpty()) {
                reopen();
            }
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
        List<StatusEvent> failures = new ArrayList<>();
        for (RunItem item : failedItems()) {
            StatusEvent event = item.latest();
            if (event != null && event.failure() != null && event.status() == ItemStatus.FAILED) {
                failures.add(event);
            }
        }
        failures.sort((a, b) -> Long.compare(b.nanos(), a.nanos()));
        return snapshots.errorSummary(failures);
    }

    /** An item's current status; {@code "17"} finds 17. */
    public Optional<ItemView> item(Object itemId) {
        RunItem item = find(itemId);
        StatusEvent event = item == null ? null : item.latest();
        return item == null || event == null ? Optional.empty() : Optional.of(item.view(event));
    }

    /** What has happened to an item, oldest first; empty when there is no such item. */
    public List<StatusEvent> history(Object itemId) {
        RunItem item = find(itemId);
        List<StatusEvent> history = new ArrayList<>();
        StatusEvent event = item == null ? null : item.latest();
        while (item != null && event != null) {
            history.add(event);
            StatusEvent before = event.previous();
            event = before == null && event == item.latest() ? item.packedBefore() : before;
        }
        return history.reversed();
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
        List<ItemView> page = new ArrayList<>();
        long at = fromSequence;
        while (true) {
            RunItem item = from(at);
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

    /** The items that have been processed or have failed so far, in feed order, read as they are asked for. */
    public Stream<Result> results() {
        return Stream.iterate(from(0), item -> item != null, item -> from(item.sequence() + 1))
                .mapMulti(Run::toResult);
    }

    private static void toResult(@Nullable RunItem item, Consumer<Result> to) {
        StatusEvent event = item == null ? null : item.latest();
        if (item != null && event != null && RunItem.isEnd(event) && event.status() != ItemStatus.CANCELLED) {
            to.accept(item.result(event));
        }
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
        await(Duration.ofNanos(Long.MAX_VALUE));
        return this;
    }

    /** Like {@link #join()}, for so long; false: the time ran out. */
    public boolean join(Duration timeout) throws InterruptedException {
        start();
        close();
        return await(timeout);
    }

    private boolean await(Duration timeout) throws InterruptedException {
        try {
            whenEnded().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes when the run ends. It is another one after failed items of an ended run were put back. */
    public CompletableFuture<RunSummary> whenEnded() {
        synchronized (lifecycle) {
            return completion.copy();
        }
    }

    // --- for the rest of the engine

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
        synchronized (feeding) {
            if (index.forget(item)) {
                engine.onItemsForgotten(1);
            }
        }
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
            end = completion;
        }
        ended.setComplete(true);
        listener.onEnded();
        engine.onRunEnded(this);
        end.complete(summary());
    }

    void onForgotten() {
        synchronized (feeding) {
            engine.onItemsForgotten(index.size());
        }
        listener.onForgotten();
    }

    void sampleThroughput(long now) {
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
        synchronized (feeding) {
            refusing = true;
        }
        stages.forEach(stage -> stage.queue().pauseRun(true));
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

    private List<RunItem> failedItems() {
        List<RunItem> failed = new ArrayList<>();
        for (RunItem item = from(0); item != null; item = from(item.sequence() + 1)) {
            if (item.status() == ItemStatus.FAILED) {
                failed.add(item);
            }
        }
        return failed;
    }

    private @Nullable RunItem from(long sequence) {
        synchronized (feeding) {
            return index.from(sequence);
        }
    }

    private @Nullable RunItem find(Object itemId) {
        synchronized (feeding) {
            return index.find(itemId);
        }
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
