package io.antflow.engine;

import io.antflow.pipeline.Item;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where items enter a run: decides which are accepted, and knows all that were. Thread-safe. */
final class Intake {

    private final Run run;
    private final PipelineEngine engine;
    private final EngineClock clock;

    /** Guarded by this; so are changes of the flags, so that nothing is accepted after one. */
    private final ItemIndex index = new ItemIndex();

    private volatile boolean closed;
    private volatile boolean refusing;

    Intake(Run run, PipelineEngine engine, EngineClock clock) {
        this.run = run;
        this.engine = engine;
        this.clock = clock;
    }

    boolean isOpen() {
        return !closed && !refusing;
    }

    /** Accepts no more from outside. False: it did not before. */
    synchronized boolean close() {
        boolean wasOpen = !closed;
        closed = true;
        return wasOpen;
    }

    /** Accepts nothing more at all. */
    synchronized void refuseAll() {
        refusing = true;
    }

    boolean isRefusingAll() {
        return refusing;
    }

    /** Feeds a stage, and waits until there is room. */
    Admission feed(Item item, StageRun stage) throws InterruptedException {
        long now = clock.nanoTime();
        RunItem accepted;
        synchronized (this) {
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
    boolean feedFromInside(Item item, StageRun stage) {
        long now = clock.nanoTime();
        RunItem accepted;
        synchronized (this) {
            if (refusal(item, run.ended()) != null) {
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
        run.countUp();
        stage.countInjected();
        return accepted;
    }

    /** Feeds a stage with all of them, pulled one at a time, until the run takes no more. */
    FeedReport feedAll(Iterator<?> items, StageRun stage) throws InterruptedException {
        long accepted = 0;
        long refusedCount = 0;
        List<Admission.Refused> refused = new ArrayList<>();
        while (items.hasNext()) {
            Object element = items.next();
            Admission admission = feed(element instanceof Item item ? item : Item.of(element), stage);
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

    synchronized void forget(RunItem item) {
        if (index.forget(item)) {
            engine.onItemsForgotten(1);
        }
    }

    /** The run is dropped, with all it has accepted. */
    synchronized void forgetAll() {
        engine.onItemsForgotten(index.size());
    }

    /** {@code "17"} finds 17. */
    synchronized @Nullable RunItem find(Object itemId) {
        return index.find(itemId);
    }

    /** The first item at that sequence number or after it; null: there is none. */
    synchronized @Nullable RunItem from(long sequence) {
        return index.from(sequence);
    }
}
