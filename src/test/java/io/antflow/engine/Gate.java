package io.antflow.engine;

import java.util.ArrayList;
import java.util.List;

/** Holds whoever comes, until it is opened for good or lets some through. */
final class Gate {

    private final List<Object> held = new ArrayList<>();
    private int arrived;
    private int passes;
    private boolean open;

    /** Comes to the gate, under a name, and waits to be let through. */
    synchronized void pass(Object who) throws InterruptedException {
        arrived++;
        held.add(who);
        notifyAll();
        try {
            while (!open && passes == 0) {
                wait();
            }
            if (!open) {
                passes--;
            }
        } finally {
            held.remove(who);
        }
    }

    /** Like {@link #pass}, but an interrupt is swallowed and changes nothing. */
    synchronized void passDeafly(Object who) {
        arrived++;
        held.add(who);
        notifyAll();
        while (!open && passes == 0) {
            try {
                wait();
            } catch (InterruptedException ignored) {
                continue;
            }
        }
        if (!open) {
            passes--;
        }
        held.remove(who);
    }

    /** Lets so many through. */
    synchronized void letThrough(int count) {
        passes += count;
        notifyAll();
    }

    /** Lets everyone through from now on. */
    synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Holds those who come from now on. */
    synchronized void shut() {
        open = false;
    }

    /** Waits until so many have come in all, let through or not. */
    synchronized void awaitArrived(int count) throws InterruptedException {
        while (arrived < count) {
            wait();
        }
    }

    /** How many have come in all. */
    synchronized int arrived() {
        return arrived;
    }

    /** Who is held now, in order of arrival. */
    synchronized List<Object> held() {
        return List.copyOf(held);
    }
}
