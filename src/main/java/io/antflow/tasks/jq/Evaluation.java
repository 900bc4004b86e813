package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of an expression, and how far it may go: until its thread is interrupted, for so long, with so much memory,
 * nested so deeply. Whoever does a step of it calls {@link #step}; past a limit that throws a {@link StoppedException},
 * which no expression can catch. Used by one thread.
 *
 * <p>Memory is an estimate: what was made is charged and only {@link #settle} takes some of it back, for a loop that keeps
 * one value of all that it has made. As jq has no side effects, nothing else can keep the others.
 */
final class Evaluation {

    /** The one that this thread is in. */
    static final ScopedValue<Evaluation> CURRENT = ScopedValue.newInstance();

    /**
     * How deeply functions and lists may be nested in each other's evaluation. A level mostly takes one to five kilobytes of
     * the thread's stack, and an ordinary thread has a megabyte.
     */
    static final int NESTING = 150;

    /** The same for {@link DeepStacks}. */
    static final int DEEP_NESTING = 10_000;

    private static final int STEPS_BETWEEN_LOOKS = 64;
    private static final long MIN_TO_SETTLE = 1 << 20;

    private final LongSupplier nanoTime;
    private final Limits limits;
    private final long startNanos;
    private final int maxNesting;
    private final Weights weights;
    private final Patterns patterns = new Patterns();

    private int steps;
    private int nesting;
    private long bytes;

    Evaluation(Limits limits, LongSupplier nanoTime, long startNanos, int maxNesting) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.startNanos = startNanos;
        this.maxNesting = maxNesting;
        this.weights = new Weights(this, limits);
    }

    static Evaluation current() {
        return CURRENT.get();
    }

    /** One more step. */
    void step() {
        if (++steps % STEPS_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    private void look() {
        if (Thread.interrupted()) {
            throw StoppedException.interrupted();
        }
        if (remainingNanos() <= 0) {
            throw tooSlow();
        }
    }

    /** How long it may still go on; not positive: no longer. */
    long remainingNanos() {
        return limits.timeout().toNanos() - (nanoTime.getAsLong() - startNanos);
    }

    StoppedException tooSlow() {
        return new StoppedException("takes longer than " + limits.timeoutText());
    }

    void enter() {
        step();
        if (++nesting > maxNesting) {
            throw new StoppedException(StoppedException.Why.TOO_DEEP, "calls itself too often, or without end");
        }
    }

    void leave() {
        nesting--;
    }

    /** Something that stays in memory for the rest of the evaluation, for all one can tell. */
    void charge(long more) {
        requireRoomFor(more);
        bytes += more;
    }

    /** Refuses what would be charged too much when it is made. */
    void requireRoomFor(long more) {
        if (more > limits.maxBytes() - bytes) {
            throw new StoppedException("makes more than " + limits.maxBytesText() + " of values");
        }
    }

    /** A value that was not there before. Null is null, for some of the library's expressions make one. */
    JsonNode made(@Nullable JsonNode value) {
        step();
        if (value == null || value.isMissingNode()) {
            return NullNode.getInstance();
        }
        if (value.isTextual()) {
            charge(Weights.ofScalar(value));
        } else if (value.isContainerNode()) {
            weights.check(value);
            charge(Weights.ofSlots(value));
        }
        return value;
    }

    /** An array that two others were put together to; what they weigh is mostly known. */
    JsonNode sum(JsonNode left, JsonNode right, JsonNode sum) {
        step();
        weights.checkSum(left, right, sum);
        charge(Weights.ofSlots(sum));
        return sum;
    }

    /** A value that something keeps, next to others. */
    void kept(JsonNode value) {
        step();
        charge(value.isNumber() ? Weights.SLOT + Weights.ofScalar(value) : Weights.SLOT);
    }

    /** A value that the whole expression gives. */
    JsonNode given(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return NullNode.getInstance();
        }
        kept(value);
        return value;
    }

    /** Refuses an operation that takes as long as two sizes multiplied, and can't be stopped, when that would be too long. */
    void pairs(long one, long other, long max) {
        step();
        if (one > 0 && other > max / one) {
            throw new StoppedException("works on too much at once: %d by %d".formatted(one, other));
        }
    }

    /** About the number of values that a value consists of. */
    long nodes(JsonNode value) {
        return weights.of(value) / Weights.NODE;
    }

    /** What has been charged so far. */
    long charged() {
        return bytes;
    }

    /**
     * Of what a loop was charged for, only one value is still there.
     *
     * @param share what the value before cost, and is gone
     * @param since what was charged before this round
     * @return what the value costs
     */
    long settle(JsonNode value, long share, long since) {
        long now = share + bytes - since;
        if (now < MIN_TO_SETTLE) {
            return now;
        }
        long weight = weights.of(value);
        bytes = Math.max(0, since - share) + weight;
        return weight;
    }

    Patterns patterns() {
        return patterns;
    }
}
