package io.antflow.tracking;

import io.antflow.engine.RunEvent;
import io.antflow.engine.RunListener;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of a run, each under a sequence number: 0, 1, 2 and so on. Thread-safe. It holds a bounded number of
 * them, forgets the oldest, and tells a reader how many it has missed; writers never wait, and readers cost them nothing.
 */
/*
 * Events lie in segments of up to 1,024 slots, the segments in a ring that is addressed by segment number. A writer
 * claims a sequence number by one atomic increment, finds its segment (mostly the one that was used last), and stores the
 * event into a slot that nobody else writes: no lock, no loop under contention, no allocation but a segment now and then.
 * A segment is never reused: the one that takes its place in the ring is a new one, so a slot holds null or its event and
 * never an event of another round. A writer that slept so long that its segment is gone drops the event; readers count
 * it as missed, because they find out the same way.
 *
 * A reader addresses by sequence number and keeps nothing between reads, so a stalled one holds no memory. At a slot that
 * is claimed but still empty it stops: events come in order or not at all.
 *
 * Waking without a fence in the writers: a reader that wants to sleep first raises the flag and then looks at the claimed
 * numbers; a writer first claims its number and then looks at the flag. All four are volatile accesses, so either the
 * writer sees the flag, or the reader sees that its number is claimed. In the latter case it does not sleep but waits for
 * the few instructions that the writer still needs. The writer that lowers the flag wakes all sleepers; so a sleeper
 * costs the writers one wake-up, not one for each event.
 */
public final class EventLog implements RunListener {

    private static final int MAX_SEGMENT_SIZE = 1024;

    /** How long a reader waits for a writer that has claimed a number and was held up before it wrote. */
    private static final long HELD_UP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final VarHandle CLAIMED;
    private static final VarHandle ENDS;

    static {
        try {
            CLAIMED = MethodHandles.lookup().findVarHandle(EventLog.class, "claimed", long.class);
            ENDS = MethodHandles.lookup().findVarHandle(EventLog.class, "ends", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * What a read has found.
     *
     * @param first the sequence number of the first event; where there is none, {@code next}
     * @param events in order, without a hole; unmodifiable
     * @param next the sequence number to go on from: that of the last event and one
     * @param missed how many events before {@code first} the reader has asked for and will never get
     */
    public record Batch(long first, List<RunEvent> events, long next, long missed) {}

    private enum State {
        /** Events may follow. */
        RUNNING,
        /** None follow unless failed items are put back. */
        ENDED,
        /** The engine has dropped the run: none follow. */
        FORGOTTEN
    }

    private final int segmentSize;
    private final int segmentShift;
    private final AtomicReferenceArray<@Nullable Segment> ring;
    private final Runnable whenForgotten;
    private final Set<Thread> sleepers = ConcurrentHashMap.newKeySet();

    /** The segment used last, which is mostly the right one; may be an old one. */
    private Segment recent;

    private volatile long claimed;
    private volatile boolean someoneSleeps;
    private volatile int ends;
    private volatile State state = State.RUNNING;

    /**
     * An empty log of a run that has not ended.
     *
     * @param eventsKept how many events can be read at least, once there are so many; at least 1. Some more are
     *     kept, up to 2,047.
     */
    public EventLog(int eventsKept) {
        this(eventsKept, () -> {});
    }

    /** @param whenForgotten called when the engine drops the run */
    EventLog(int eventsKept, Runnable whenForgotten) {
        if (eventsKept < 1) {
            throw new IllegalArgumentException("eventsKept is at least 1, not " + eventsKept);
        }
        segmentSize = Math.min(MAX_SEGMENT_SIZE, Integer.highestOneBit(eventsKept));
        segmentShift = Integer.numberOfTrailingZeros(segmentSize);
        this.whenForgotten = whenForgotten;
        // One segment more than needed, because the newest is only partly filled.
        ring = new AtomicReferenceArray<>(Math.ceilDiv(eventsKept, segmentSize) + 1);
        recent = new Segment(0, segmentSize);
        ring.set(0, recent);
    }

    // --- what the engine tells

    @Override
    public void onStarted() {
        enter(State.RUNNING);
    }

    @Override
    public void onStatus(StatusEvent event) {
        append(event);
    }

    @Override
    public void onTask(TaskEvent event) {
        append(event);
    }

    @Override
    public void onEnded() {
        ENDS.getAndAdd(this, 1);
        enter(State.ENDED);
    }

    @Override
    public void onForgotten() {
        enter(State.FORGOTTEN);
        whenForgotten.run();
    }

    private void enter(State next) {
        state = next;
        wakeSleepers();
    }

    private void append(RunEvent event) {
        long sequence = (long) CLAIMED.getAndAdd(this, 1L);
        boolean wake = someoneSleeps; // read between claiming and writing: see above
        Segment segment = recent;
        if (segment.number != sequence >>> segmentShift) {
            segment = segment(sequence >>> segmentShift);
        }
        if (segment != null) {
            segment.put((int) sequence & (segmentSize - 1), event);
        }
        if (wake) {
            wakeSleepers();
        }
    }

    /** The segment with that number, made if need be; null when a later one has taken its place. */
    private @Nullable Segment segment(long number) {
        int place = place(number);
        while (true) {
            Segment there = ring.getAcquire(place);
            if (there != null && there.number > number) {
                return null;
            }
            if (there != null && there.number == number) {
                recent = there;
                return there;
            }
            ring.compareAndSet(place, there, new Segment(number, segmentSize));
        }
    }

    private int place(long number) {
        return (int) (number % ring.length());
    }

    private void wakeSleepers() {
        if (someoneSleeps) {
            someoneSleeps = false;
            sleepers.forEach(LockSupport::unpark);
        }
    }

    // --- what readers ask

    /**
     * Reads without waiting.
     *
     * @param from the sequence number to begin at; less than 0 counts as 0
     * @param max how many events at most; at least 1
     * @return the events from there on, as far as they are written and in one piece; empty when there is none yet
     */
    public Batch read(long from, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max is at least 1, not " + max);
        }
        long wanted = Math.max(from, 0);
        long first = skipLost(wanted);
        RunEvent[] events = new RunEvent[(int) Math.clamp(claimed - first, 0, max)];
        int size = 0;
        while (size < events.length) {
            RunEvent event = peek(first + size);
            if (event == null) {
                break;
            }
            events[size++] = event;
        }
        List<RunEvent> read = Collections.unmodifiableList(
                Arrays.asList(size == events.length ? events : Arrays.copyOf(events, size)));
        return new Batch(first, read, first + size, first - wanted);
    }

    /** The sequence number that the next event will get: so many events there were. */
    public long next() {
        return claimed;
    }

    /**
     * Waits for an event at that sequence number, or for the end.
     *
     * @param sequence as in {@link Batch#next()}
     * @return true: {@link #read} from there yields an event or a gap, or the run has {@link #ended()}, in which case there
     *     may be neither; false: the time ran out
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean await(long sequence, Duration timeout) throws InterruptedException {
        return sleepUntil(sequence, this::ended, timeout);
    }

    /** Waits for an event at that sequence number, for an end that the reader does not know of, or until forgotten. */
    void awaitChange(long sequence, int knownEnds) throws InterruptedException {
        sleepUntil(sequence, () -> ends != knownEnds || forgotten(), Duration.ofSeconds(Long.MAX_VALUE));
    }

    /** The run has ended, or was dropped: nothing follows what is written now, unless failed items are put back. */
    public boolean ended() {
        return state != State.RUNNING;
    }

    /** How often the run has ended. */
    int ends() {
        return ends;
    }

    /** The engine has dropped the run: nothing follows. */
    boolean forgotten() {
        return state == State.FORGOTTEN;
    }

    private boolean sleepUntil(long sequence, BooleanSupplier over, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        Thread self = Thread.currentThread();
        sleepers.add(self);
        try {
            while (true) {
                someoneSleeps = true;
                if (isDue(sequence) || over.getAsBoolean()) {
                    return true;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                // A writer that has claimed the number may have done so before the flag was up, and wakes nobody then.
                LockSupport.parkNanos(this, claimed > sequence ? Math.min(left, HELD_UP_NANOS) : left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            sleepers.remove(self);
        }
    }

    /** Whether the event is written or lost. */
    private boolean isDue(long sequence) {
        return peek(sequence) != null || skipLost(sequence) > sequence;
    }

    private @Nullable RunEvent peek(long sequence) {
        Segment segment = ring.getAcquire(place(sequence >>> segmentShift));
        return segment != null && segment.number == sequence >>> segmentShift
                ? segment.get((int) sequence & (segmentSize - 1))
                : null;
    }

    /** That number, or the first after it whose segment is not gone. */
    private long skipLost(long sequence) {
        long at = sequence;
        while (true) {
            long number = at >>> segmentShift;
            Segment there = ring.getAcquire(place(number));
            if (there == null || there.number <= number) {
                return at;
            }
            at = (there.number - ring.length() + 1) << segmentShift;
        }
    }

    /** A stretch of the log; its number and its slots never change, what is in a slot changes once. */
    private static final class Segment {

        private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(RunEvent[].class);

        private final long number;
        private final @Nullable RunEvent[] slots;

        Segment(long number, int size) {
            this.number = number;
            this.slots = new RunEvent[size];
        }

        void put(int slot, RunEvent event) {
            SLOT.setRelease(slots, slot, event);
        }

        @Nullable
        RunEvent get(int slot) {
            return (RunEvent) SLOT.getAcquire(slots, slot);
        }
    }
}
