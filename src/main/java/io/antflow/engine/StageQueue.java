package io.antflow.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * One lock, held for a few pointer writes; nobody is woken under it.
 *
 * An item is in the queue from the moment it is brought, room or not: the capacity only decides how long the one who
 * brought it waits. So a worker always takes the most urgent item there is, also when that item's producer is still
 * waiting behind a full queue of others, and a stage that pulls is simply one with no room but its idle workers. The
 * queue's size is bounded by its capacity, its workers and the number of producers.
 *
 * Waking a thread costs more than an item's whole way through the queue. So an item wakes one worker, who wakes the next
 * when he finds more; and who waits for room is let on when an eighth of it is free, with all others for whom there is.
 *
 * Items of one priority form a linked list through the items themselves: adding, taking and cancelling one are O(1) and
 * allocate nothing. A second list through all items in order of arrival tells the oldest.
 */
/** The items that wait at a stage, and the workers that wait for items. Thread-safe. */
final class StageQueue {

    /** A less urgent item that has waited this long gets its turn, every {@link #TURNS} takes: none starves. */
    static final Duration STARVATION = Duration.ofSeconds(30);

    private static final int TURNS = 4;
    private static final int SPINS = 512;

    private final ReentrantLock lock = new ReentrantLock();
    private final EngineClock clock;
    private final int capacity;

    private final TreeMap<Integer, Bucket> buckets = new TreeMap<>();
    private final TreeSet<RunItem> waitingForRoom =
            new TreeSet<>(Comparator.comparingInt(RunItem::priority).thenComparingLong(RunItem::sequence));
    private final Set<RunItem> delayed = new HashSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private @Nullable Bucket mostUrgent;
    private volatile @Nullable RunItem oldest;
    private @Nullable RunItem youngest;
    private int size;
    private int admitted;
    private int turn;

    /** Workers that have been woken and have not looked yet. */
    private int waking;

    private boolean started;
    private boolean runPaused;
    private boolean stagePaused;
    private boolean cancelled;
    private boolean finished;

    /** @param capacity how many items may wait without holding up who brought them; 0: none */
    StageQueue(int capacity, EngineClock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** What became of an item that was brought. */
    enum Put {
        /** It is here, and there is room. */
        DONE,
        /** It is here, and there is no room: whoever brought it has to wait. */
        WAIT_FOR_ROOM,
        /** It is not here: it, or the run, has been cancelled. */
        REFUSED
    }

    /** The lock is held for less time than it takes to park: who misses it tries again for a moment first. */
    private void acquire() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Brings an item; after {@link Put#WAIT_FOR_ROOM} the caller goes on with {@link #awaitRoom}. */
    Put put(RunItem item, long now) {
        Put outcome;
        Worker worker;
        acquire();
        try {
            if (cancelled || item.cancelRequested()) {
                return Put.REFUSED;
            }
            if (!started || admitted < room()) {
                admitted++;
                link(item, RunItem.QueuePlace.ADMITTED, now);
                outcome = Put.DONE;
            } else {
                item.producer = Thread.currentThread();
                link(item, RunItem.QueuePlace.WAITING_FOR_ROOM, now);
                waitingForRoom.add(item);
                outcome = Put.WAIT_FOR_ROOM;
            }
            worker = workerToWake();
        } finally {
            lock.unlock();
        }
        wake(worker);
        return outcome;
    }

    /** Brings an item that counts against no capacity. False: it, or the run, has been cancelled. */
    boolean putExempt(RunItem item, RunItem.QueuePlace place) {
        Worker worker;
        acquire();
        try {
            if (cancelled || item.cancelRequested()) {
                return false;
            }
            link(item, place, clock.nanoTime());
            worker = workerToWake();
        } finally {
            lock.unlock();
        }
        wake(worker);
        return true;
    }

    /** Waits until there is room for an item that was put, or it has been taken or cancelled. */
    void awaitRoom(RunItem item) {
        boolean interrupted = false;
        while (isWaitingForRoom(item)) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Like {@link #awaitRoom}; an interrupt ends the wait, and the item stays. */
    void awaitRoomInterruptibly(RunItem item) throws InterruptedException {
        while (isWaitingForRoom(item)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.park(this);
        }
    }

    private static boolean isWaitingForRoom(RunItem item) {
        return item.producer == Thread.currentThread();
    }

    /** Keeps an item out of reach until its next attempt is due. False: it, or the run, has been cancelled. */
    boolean delay(RunItem item, Duration delay) {
        acquire();
        try {
            if (cancelled || item.cancelRequested()) {
                return false;
            }
            item.place = RunItem.QueuePlace.DELAYED;
            delayed.add(item);
            item.timer = clock.schedule(delay, () -> due(item));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void due(RunItem item) {
        Worker worker;
        acquire();
        try {
            if (!delayed.remove(item)) {
                return;
            }
            item.timer = null;
            link(item, RunItem.QueuePlace.RETURNED, clock.nanoTime());
            worker = workerToWake();
        } finally {
            lock.unlock();
        }
        wake(worker);
    }

    /** The next item for a worker, which waits for it; null: the worker is to leave. */
    @Nullable
    RunItem take(Worker worker) {
        boolean woken = false;
        while (true) {
            RunItem item = null;
            List<Thread> producers = List.of();
            boolean leaves;
            Worker next;
            acquire();
            try {
                if (woken) {
                    waking--;
                }
                leaves = worker.isRetired() || finished;
                if (leaves) {
                    worker.leave();
                } else if (!held() && size > 0) {
                    item = nextItem();
                    producers = remove(item);
                } else {
                    worker.becomeIdle();
                    idle.push(worker);
                }
                next = workerToWake();
            } finally {
                lock.unlock();
            }
            producers.forEach(LockSupport::unpark);
            wake(next);
            if (item != null || leaves) {
                return item;
            }
            worker.awaitWake();
            woken = true;
        }
    }

    /** Lets workers take, and capacity count. */
    void start() {
        wakeAfter(() -> started = true);
    }

    void pauseRun(boolean paused) {
        wakeAfter(() -> runPaused = paused);
    }

    void pauseStage(boolean paused) {
        wakeAfter(() -> stagePaused = paused);
    }

    boolean paused() {
        acquire();
        try {
            return runPaused || stagePaused;
        } finally {
            lock.unlock();
        }
    }

    private boolean held() {
        return !started || runPaused || stagePaused;
    }

    private void wakeAfter(Runnable change) {
        Worker worker;
        acquire();
        try {
            change.run();
            worker = workerToWake();
        } finally {
            lock.unlock();
        }
        wake(worker);
    }

    /** One at a time: who finds more than one item wakes the next. */
    private @Nullable Worker workerToWake() {
        if (waking > 0 || size == 0 || held()) {
            return null;
        }
        Worker worker = idle.poll();
        if (worker != null) {
            waking++;
        }
        return worker;
    }

    private static void wake(@Nullable Worker worker) {
        if (worker != null) {
            worker.wake();
        }
    }

    /** An item for which a worker is at hand needs no place to wait. */
    private int room() {
        return held() || capacity == Integer.MAX_VALUE ? capacity : capacity + idle.size() + waking;
    }

    /** The worker leaves as soon as it holds no item. */
    void retire(Worker worker) {
        boolean wasIdle;
        acquire();
        try {
            worker.setRetired(true);
            wasIdle = idle.remove(worker);
            if (wasIdle) {
                waking++;
            }
        } finally {
            lock.unlock();
        }
        if (wasIdle) {
            worker.wake();
        }
    }

    /** The worker may take items. True: it is not here (any more), and needs a thread. */
    boolean admit(Worker worker) {
        acquire();
        try {
            worker.setRetired(false);
            return worker.enter();
        } finally {
            lock.unlock();
        }
    }

    /** No item will come any more: the workers leave. */
    void finish() {
        List<Worker> leaving;
        acquire();
        try {
            finished = true;
            leaving = new ArrayList<>(idle);
            idle.clear();
            waking += leaving.size();
        } finally {
            lock.unlock();
        }
        leaving.forEach(Worker::wake);
    }

    /** Items may come again after {@link #finish}. */
    void reopen() {
        acquire();
        try {
            finished = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no items any more, and gives up all that wait: they are the caller's now. */
    List<RunItem> cancel() {
        List<RunItem> waiting = new ArrayList<>();
        List<Thread> producers = new ArrayList<>();
        acquire();
        try {
            cancelled = true;
            for (RunItem item = oldest; item != null; item = oldest) {
                producers.addAll(remove(item));
                waiting.add(item);
            }
            for (RunItem item : delayed) {
                cancelTimer(item);
                item.place = RunItem.QueuePlace.NONE;
                waiting.add(item);
            }
            delayed.clear();
        } finally {
            lock.unlock();
        }
        producers.forEach(LockSupport::unpark);
        return waiting;
    }

    /** Gives up one item, if it waits here: then it is the caller's. */
    boolean remove(RunItem item, StageRun here) {
        List<Thread> producers = List.of();
        acquire();
        try {
            if (item.stage() != here || item.place == RunItem.QueuePlace.NONE) {
                return false;
            }
            if (item.place == RunItem.QueuePlace.DELAYED) {
                delayed.remove(item);
                cancelTimer(item);
                item.place = RunItem.QueuePlace.NONE;
            } else {
                producers = remove(item);
            }
        } finally {
            lock.unlock();
        }
        producers.forEach(LockSupport::unpark);
        return true;
    }

    /** How long the item that waits longest has waited, in nanoseconds; 0 when none does. Takes no lock. */
    long oldestWaitNanos(long now) {
        RunItem item = oldest;
        return item == null ? 0 : Math.max(0, now - item.queuedNanos);
    }

    private static void cancelTimer(RunItem item) {
        EngineClock.Timer timer = item.timer;
        if (timer != null) {
            timer.cancel();
            item.timer = null;
        }
    }

    private RunItem nextItem() {
        Bucket urgent = mostUrgentBucket();
        RunItem longest = oldest;
        if (longest != null && longest.priority() != urgent.priority && ++turn >= TURNS) {
            turn = 0;
            if (clock.nanoTime() - longest.queuedNanos > STARVATION.toNanos()) {
                return bucket(longest.priority()).first();
            }
        }
        return urgent.first();
    }

    private Bucket mostUrgentBucket() {
        Bucket urgent = mostUrgent;
        if (urgent == null || urgent.isEmpty()) {
            throw new IllegalStateException("no item waits");
        }
        return urgent;
    }

    /** Takes an item out. Returns the producers who need not wait any more: to be woken when the lock is free. */
    private List<Thread> remove(RunItem item) {
        RunItem.QueuePlace place = item.place;
        unlink(item);
        return switch (place) {
            case ADMITTED -> {
                admitted--;
                yield admitWaiting();
            }
            case WAITING_FOR_ROOM -> {
                waitingForRoom.remove(item);
                yield List.of(release(item));
            }
            case NONE, EXEMPT, RETURNED, DELAYED -> List.of();
        };
    }

    private List<Thread> admitWaiting() {
        int room = room();
        if (waitingForRoom.isEmpty() || admitted > room - Math.max(1, capacity / 8)) {
            return List.of();
        }
        List<Thread> producers = new ArrayList<>();
        while (admitted < room && !waitingForRoom.isEmpty()) {
            RunItem next = waitingForRoom.first();
            waitingForRoom.remove(next);
            next.place = RunItem.QueuePlace.ADMITTED;
            admitted++;
            producers.add(release(next));
        }
        return producers;
    }

    private static Thread release(RunItem item) {
        Thread producer = Objects.requireNonNull(item.producer);
        item.producer = null;
        return producer;
    }

    private void link(RunItem item, RunItem.QueuePlace place, long now) {
        item.place = place;
        item.queuedNanos = now;
        RunItem last = youngest;
        item.older = last;
        if (last == null) {
            oldest = item;
        } else {
            last.younger = item;
        }
        youngest = item;
        bucket(item.priority()).add(item);
        size++;
    }

    private void unlink(RunItem item) {
        Bucket bucket = bucket(item.priority());
        bucket.remove(item);
        RunItem before = item.older;
        RunItem after = item.younger;
        if (before == null) {
            oldest = after;
        } else {
            before.younger = after;
        }
        if (after == null) {
            youngest = before;
        } else {
            after.older = before;
        }
        item.older = null;
        item.younger = null;
        item.place = RunItem.QueuePlace.NONE;
        size--;
        if (bucket.isEmpty() && buckets.size() > 1) {
            buckets.remove(bucket.priority);
            mostUrgent = buckets.firstEntry().getValue();
        }
    }

    /** The bucket of a priority. Nearly always there is but one, which stays when it is empty. */
    private Bucket bucket(int priority) {
        Bucket urgent = mostUrgent;
        if (urgent != null && urgent.priority == priority) {
            return urgent;
        }
        if (urgent != null && urgent.isEmpty()) {
            buckets.clear();
        }
        Bucket bucket = buckets.computeIfAbsent(priority, Bucket::new);
        mostUrgent = buckets.firstEntry().getValue();
        return bucket;
    }

    /** Items of one priority: new ones in order of arrival, returned ones at their place by sequence number. */
    private static final class Bucket {

        private final int priority;
        private final TreeSet<RunItem> returned = new TreeSet<>(Comparator.comparingLong(RunItem::sequence));
        private @Nullable RunItem head;
        private @Nullable RunItem tail;

        Bucket(int priority) {
            this.priority = priority;
        }

        boolean isEmpty() {
            return head == null && returned.isEmpty();
        }

        RunItem first() {
            RunItem fresh = head;
            if (returned.isEmpty() && fresh != null) {
                return fresh;
            }
            RunItem back = returned.first();
            return fresh == null || back.sequence() < fresh.sequence() ? back : fresh;
        }

        void add(RunItem item) {
            if (item.place == RunItem.QueuePlace.RETURNED) {
                returned.add(item);
                return;
            }
            RunItem last = tail;
            item.previousInBucket = last;
            if (last == null) {
                head = item;
            } else {
                last.nextInBucket = item;
            }
            tail = item;
        }

        void remove(RunItem item) {
            if (item.place == RunItem.QueuePlace.RETURNED) {
                returned.remove(item);
                return;
            }
            RunItem before = item.previousInBucket;
            RunItem after = item.nextInBucket;
            if (before == null) {
                head = after;
            } else {
                before.nextInBucket = after;
            }
            if (after == null) {
                tail = before;
            } else {
                after.previousInBucket = before;
            }
            item.previousInBucket = null;
            item.nextInBucket = null;
        }
    }
}
