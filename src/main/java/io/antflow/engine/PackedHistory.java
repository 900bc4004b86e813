package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an item before its end, where that was nothing out of the ordinary: eight bytes a status in place of an
 * object, since nearly all of a long run's memory is this. From the highest bit: 40 bits of microseconds since the item was
 * accepted, 3 of status, 7 of stage, 14 of worker (0: none).
 */
final class PackedHistory {

    private static final int STATUS_BITS = 3;
    private static final int STAGE_BITS = 7;
    private static final int WORKER_BITS = 14;
    private static final int MICROS_BITS = 40;
    private static final ItemStatus[] STATUSES = ItemStatus.values();

    private PackedHistory() {}

    /** The events before this one, oldest first; null: they can't be packed. */
    static long @Nullable [] pack(StatusEvent end, long acceptedNanos) {
        int length = 0;
        for (StatusEvent event = end.previous(); event != null; event = event.previous()) {
            if (!isOrdinary(event, acceptedNanos)) {
                return null;
            }
            length++;
        }
        long[] packed = new long[length];
        for (StatusEvent event = end.previous(); event != null && length > 0; event = event.previous()) {
            packed[--length] = bits(event, micros(event, acceptedNanos));
        }
        return packed;
    }

    private static boolean isOrdinary(StatusEvent event, long acceptedNanos) {
        Worker by = event.by();
        return event.failure() == null
                && event.attempt() == attempt(event.status())
                && event.stageIndex() < 1 << STAGE_BITS
                && (by == null || by.index() < (1 << WORKER_BITS) - 1)
                && micros(event, acceptedNanos) < 1L << MICROS_BITS;
    }

    private static int attempt(ItemStatus status) {
        return switch (status) {
            case IN_PROGRESS, COMPLETED -> 1;
            case QUEUED, SKIPPED, RETRYING, FAILED, CANCELLED -> 0;
        };
    }

    private static long micros(StatusEvent event, long acceptedNanos) {
        return (event.nanos() - acceptedNanos) / 1000;
    }

    private static long bits(StatusEvent event, long micros) {
        Worker by = event.by();
        long bits = micros;
        bits = bits << STATUS_BITS | event.status().ordinal();
        bits = bits << STAGE_BITS | event.stageIndex();
        return bits << WORKER_BITS | (by == null ? 0 : by.index() + 1);
    }

    private static int low(long bits, int count) {
        return (int) (bits & ((1L << count) - 1));
    }

    /** The newest of the packed events, which knows those before it. */
    static @Nullable StatusEvent unpack(long[] packed, RunItem item) {
        StatusEvent newest = null;
        for (long bits : packed) {
            int worker = low(bits, WORKER_BITS);
            StageRun stage = item.stage().run().stageAt(low(bits >>> WORKER_BITS, STAGE_BITS));
            ItemStatus status = STATUSES[low(bits >>> (WORKER_BITS + STAGE_BITS), STATUS_BITS)];
            long micros = bits >>> (WORKER_BITS + STAGE_BITS + STATUS_BITS);
            newest = new StatusEvent(
                    item,
                    stage,
                    status,
                    worker == 0 ? null : stage.workers()[worker - 1],
                    item.acceptedNanos() + micros * 1000,
                    attempt(status),
                    null,
                    newest);
        }
        return newest;
    }
}
