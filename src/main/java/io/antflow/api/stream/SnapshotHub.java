package io.antflow.api.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a snapshot once a tick, however many follow it, and tells the end.
 *
 * <p>Each follower has an overflow of its own that keeps the newest snapshot only: so one who does not read holds up nobody,
 * and gets the newest state when he reads again.
 */
final class SnapshotHub {

    private record Tick(long number, TakenSnapshot snapshot) {}

    private final Subject subject;
    private final Consumer<SnapshotHub> whenEnding;
    private final BroadcastProcessor<Tick> out = BroadcastProcessor.create();
    private final Flow.Processor<Tick, Tick> in = out.serialized();
    private final Thread watch = Thread.ofVirtual().name("antflow-snapshots").unstarted(this::watch);
    private @Nullable Cancellable ticking;
    private long number;
    private volatile List<StreamEvent> last = List.of();

    /** @param whenEnding called when the subject has ended, before followers hear of it */
    SnapshotHub(Subject subject, Consumer<SnapshotHub> whenEnding) {
        this.subject = subject;
        this.whenEnding = whenEnding;
    }

    /** @param ticks as {@code Multi.createFrom().ticks()} makes them: they fail when one is not asked for in time */
    void start(Multi<Long> ticks) {
        ticking = ticks.onOverflow()
                .drop()
                .map(tick -> new Tick(number++, subject.snapshot())) // after the drop: it is always fresh
                .subscribe()
                .with(in::onNext, in::onError);
        watch.start();
    }

    /** Nobody follows any more. */
    void stop() {
        watch.interrupt();
        stopTicking();
    }

    private void stopTicking() {
        if (ticking != null) {
            ticking.cancel();
        }
    }

    private void watch() {
        try {
            subject.awaitEnd();
            whenEnding.accept(this);
            stopTicking();
            last = subject.last();
            in.onComplete();
        } catch (InterruptedException e) {
            // stopped
        } catch (RuntimeException e) {
            in.onError(e);
        }
    }

    /**
     * What is newer than that version, from the next tick to the end.
     *
     * @param dropped told how many snapshots the follower was too slow for
     */
    Multi<StreamEvent> newerThan(long version, LongConsumer dropped) {
        HoleCounter holes = new HoleCounter(dropped);
        Multi<StreamEvent> live = out.onOverflow()
                .dropPreviousItems()
                .invoke(tick -> holes.arrived(tick.number()))
                .map(Tick::snapshot)
                .select()
                .where(snapshot -> snapshot.version() > version)
                .map(TakenSnapshot::event);
        return Multi.createBy()
                .concatenating()
                .streams(
                        live,
                        Multi.createFrom().deferred(() -> Multi.createFrom().iterable(last)));
    }

    /** The overflow's own callback takes the newest for dropped, too, which mostly it is not. */
    private static final class HoleCounter {

        private final LongConsumer dropped;
        private long expected = -1;

        HoleCounter(LongConsumer dropped) {
            this.dropped = dropped;
        }

        void arrived(long number) {
            if (expected >= 0 && number > expected) {
                dropped.accept(number - expected);
            }
            expected = number + 1;
        }
    }
}
