package io.antflow.engine;

import java.util.ArrayList;
import java.util.List;

/** Holds whoever comes, until it is opened for good or lets some through: those first who came first. */
final class Gate {

    /** One who has come. */
    private static final class Visitor {
        private final Object name;
        private boolean mayPass;

        Visitor(Object name) {
            this.name = name;
        }
    }

    private final List<Visitor> held = new ArrayList<>();
    private int arrived;
    private int passes;
    private boolean open;

    /** Comes to the gate, under a name, and waits to be let through. */
    synchronized void pass(Object name) throws InterruptedException {
        Visitor visitor = arrive(name);
        try {
            while (!visitor.mayPass && !open) {
                wait();
            }
        } finally {
            held.remove(visitor);
        }
    }

    /** Like {@link #pass}, but an interrupt is swallowed and changes nothing. */
    synchronized void passDeafly(Object name) {
        Visitor visitor = arrive(name);
        while (!visitor.mayPass && !open) {
            try {
                wait();
            } catch (InterruptedException ignored) {
                continue;
            }
        }
        held.remove(visitor);
    }

    private Visitor arrive(Object name) {
        Visitor visitor = new Visitor(name);
        arrived++;
        held.add(visitor);
        spendPasses();
        return visitor;
    }

    private void spendPasses() {
        for (Visitor visitor : held) {
            if (passes > 0 && !visitor.mayPass) {
                visitor.mayPass = true;
                passes--;
            }
        }
        notifyAll();
    }

    /** Lets so many through: of those who are here, and then of those who come. */
    synchronized void letThrough(int count) {
        passes += count;
        spendPasses();
    }

    /** Lets everyone through from now on. */
    synchronized void open() {
        open = true;
        notifyAll();
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
        return held.stream()
                .filter(visitor -> !visitor.mayPass)
                .map(visitor -> visitor.name)
                .toList();
    }
}
