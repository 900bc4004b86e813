package io.antflow.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * One lock, held for a few pointer writes. An item that comes while a worker idles is handed to that worker and never
 * queued, so that the worker need not take the lock again when it wakes.
 *
 * An item is in the queue from the moment it is brought, room or not: the capacity only decides how long the one who
 * brought it waits. So a worker always takes the most urgent item there is, also when that item's producer is still
 * waiting behind a full queue of others, and a stage that pulls is simply one with no room at all. The queue's size is
 * bounded by its capacity and the number of producers.
 *
 * Items of one priority form a linked list through the items themselves: adding, taking and cancelling one are O(1) and
 * allocate nothing. A second list through all items in order of arrival tells the oldest.
 */
/** The items that wait at a stage, and the workers that wait for items. Thread-safe. */
final class StageQueue {

    /** A less urgent item that has waited this long gets its turn, every {@link #TURNS} takes: none starves. */
    static final Duration STARVATION = Duration.ofSeconds(30);

    private static final int TURNS = 4;

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

    /** Brings an item; after {@link Put#WAIT_FOR_ROOM} the caller goes on with {@link #awaitRoom}. */
    Put put(RunItem item, long now) {
        Worker taker;
        lock.lock();
        try {
            if (cancelled || item.cancelRequested()) {
                return Put.REFUSED;
            }
            taker = takerAtHand();
            if (taker == null) {
                if (!started || admitted < capacity) {
                    admitted++;
                    link(item, RunItem.QueuePlace.ADMITTED, now);
                    return Put.DONE;
                }
                item.producer = Thread.currentThread();
                link(item, RunItem.QueuePlace.WAITING_FOR_ROOM, now);
                waitingForRoom.add(item);
                return Put.WAIT_FOR_ROOM;
            }
        } finally {
            lock.unlock();
        }
        taker.hand(item);
        return Put.DONE;
    }

    /** Brings an item that counts against no capacity. False: it, or the run, has been cancelled. */
    boolean putExempt(RunItem item, RunItem.QueuePlace place) {
        Worker taker;
        lock.lock();
        try {
            if (cancelled || item.cancelRequested()) {
                return false;
            }
            taker = takerAtHand();
            if (taker == null) {
                link(item, place, clock.nanoTime());
                return true;
            }
        } finally {
            lock.unlock();
        }
        taker.hand(item);
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
        lock.lock();
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
        Worker taker;
        lock.lock();
        try {
            if (!delayed.remove(item)) {
                return;
            }
            item.timer = null;
            item.place = RunItem.QueuePlace.NONE;
            taker = takerAtHand();
            if (taker == null) {
                link(item, RunItem.QueuePlace.RETURNED, clock.nanoTime());
                return;
            }
        } finally {
            lock.unlock();
        }
        taker.hand(item);
    }

    /** The next item for a worker, which waits for it; null: the worker is to leave. */
    @Nullable
    RunItem take(Worker worker) {
        while (true) {
            lock.lock();
            try {
                if (worker.isRetired() || finished) {
                    worker.leave();
                    return null;
                }
                if (!held() && size > 0) {
                    return takeMostUrgent();
                }
                worker.expectItem();
                idle.push(worker);
            } finally {
                lock.unlock();
            }
            RunItem item = worker.awaitItem();
            if (item != null) {
                return item;
            }
        }
    }

    /** Lets workers take, and capacity count. */
    void start() {
        serveIdleAfter(() -> started = true);
    }

    void pauseRun(boolean paused) {
        serveIdleAfter(() -> runPaused = paused);
    }

    void pauseStage(boolean paused) {
        serveIdleAfter(() -> stagePaused = paused);
    }

    boolean paused() {
        lock.lock();
        try {
            return runPaused || stagePaused;
        } finally {
            lock.unlock();
        }
    }

    private boolean held() {
        return !started || runPaused || stagePaused;
    }

    private void serveIdleAfter(Runnable change) {
        List<Worker> served = new ArrayList<>();
        List<RunItem> items = new ArrayList<>();
        lock.lock();
        try {
            change.run();
            while (!held() && size > 0 && !idle.isEmpty()) {
                served.add(idle.pop());
                items.add(takeMostUrgent());
            }
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < served.size(); i++) {
            served.get(i).hand(items.get(i));
        }
    }

    /** The worker leaves as soon as it holds no item. */
    void retire(Worker worker) {
        boolean wasIdle;
        lock.lock();
        try {
            worker.setRetired(true);
            wasIdle = idle.remove(worker);
        } finally {
            lock.unlock();
        }
        if (wasIdle) {
            worker.wake();
        }
    }

    /** The worker may take items. True: it is not here (any more), and needs a thread. */
    boolean admit(Worker worker) {
        lock.lock();
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
        lock.lock();
        try {
            finished = true;
            leaving = new ArrayList<>(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        leaving.forEach(Worker::wake);
    }

    /** Items may come again after {@link #finish}. */
    void reopen() {
        lock.lock();
        try {
            finished = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no items any more, and gives up all that wait: they are the caller's now. */
    List<RunItem> cancel() {
        List<RunItem> waiting = new ArrayList<>();
        lock.lock();
        try {
            cancelled = true;
            for (RunItem item = oldest; item != null; item = oldest) {
                remove(item);
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
        return waiting;
    }

    /** Gives up one item, if it waits here: then it is the caller's. */
    boolean remove(RunItem item, StageRun here) {
        lock.lock();
        try {
            if (item.stage() != here) {
                return false;
            }
            switch (item.place) {
                case NONE -> {
                    return false;
                }
                case DELAYED -> {
                    delayed.remove(item);
                    cancelTimer(item);
                    item.place = RunItem.QueuePlace.NONE;
                }
                case ADMITTED, WAITING_FOR_ROOM, EXEMPT, RETURNED -> remove(item);
            }
            return true;
        } finally {
            lock.unlock();
        }
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

    /** Workers idle only while nothing waits, or while they are held. */
    private @Nullable Worker takerAtHand() {
        return held() ? null : idle.poll();
    }

    private RunItem takeMostUrgent() {
        RunItem item = nextItem();
        remove(item);
        return item;
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

    /** Takes an item out, and lets the most urgent producer go on if that makes room. */
    private void remove(RunItem item) {
        RunItem.QueuePlace place = item.place;
        unlink(item);
        if (place == RunItem.QueuePlace.ADMITTED) {
            admitted--;
            if (!waitingForRoom.isEmpty() && admitted < capacity) {
                RunItem next = waitingForRoom.pollFirst();
                if (next != null) {
                    admitted++;
                    next.place = RunItem.QueuePlace.ADMITTED;
                    release(next);
                }
            }
        } else if (place == RunItem.QueuePlace.WAITING_FOR_ROOM) {
            waitingForRoom.remove(item);
            release(item);
        }
    }

    private static void release(RunItem item) {
        Thread producer = item.producer;
        item.producer = null;
        LockSupport.unpark(producer);
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
