package io.antflow.api.caller;

import io.antflow.engine.RunListener;

/**
 * A run that a caller has started: it has one of the caller's places, and its items have theirs, as long as it is active.
 * Thread-safe.
 */
/*
 * A place is given back exactly once because the run knows whether it has it. The engine tells of a run's end and of its
 * going on in their order, one at a time; items are taken at the same time, hence the lock, under which nobody waits.
 */
final class OwnedRun implements RunListener {

    private final Caller owner;
    private final Runnable whenForgotten;
    private long items;
    private boolean active = true;

    /** The caller's place for the run is taken already. */
    OwnedRun(Caller owner, Runnable whenForgotten) {
        this.owner = owner;
        this.whenForgotten = whenForgotten;
    }

    Caller owner() {
        return owner;
    }

    /** Takes a place for an item. False: there is none. */
    synchronized boolean takeItem() {
        if (active && !owner.items().tryTake()) {
            return false;
        }
        items++;
        return true;
    }

    /** An item that has a place was not accepted. */
    synchronized void giveItemBack() {
        items--;
        if (active) {
            owner.items().giveBack(1);
        }
    }

    /** It has begun, with its place, or goes on, and takes one again. */
    @Override
    public synchronized void onStarted() {
        if (!active) {
            active = true;
            owner.runs().add(1);
            owner.items().add(items);
        }
    }

    @Override
    public synchronized void onEnded() {
        if (active) {
            active = false;
            owner.runs().giveBack(1);
            owner.items().giveBack(items);
        }
    }

    @Override
    public void onForgotten() {
        whenForgotten.run();
    }
}
