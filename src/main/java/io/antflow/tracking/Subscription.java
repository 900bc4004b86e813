package io.antflow.tracking;

import io.antflow.engine.Run;
import io.antflow.engine.RunEvent;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import java.lang.System.Logger.Level;

/** A listener's place in the log of one run: a virtual thread that reads the log and tells the listener. */
public final class Subscription implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

    /** Read at once; between two batches nothing of the log is held. */
    private static final int BATCH_SIZE = 256;

    /** A listener that always throws is logged at its first and at every so many failures, not at the pace of the items. */
    private static final int FAILURES_A_LOG_LINE = 1000;

    @FunctionalInterface
    private interface Call {
        void make() throws Exception;
    }

    private final Run run;
    private final EventLog log;
    private final TrackingListener listener;
    private final Thread thread;
    private volatile boolean closed;
    private long failures;

    Subscription(Run run, EventLog log, TrackingListener listener) {
        this.run = run;
        this.log = log;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("antflow-listener").unstarted(this::follow);
    }

    Subscription start() {
        thread.start();
        return this;
    }

    /**
     * Tells the listener nothing more. A call that is under way is interrupted, and not waited for. Idempotent. A
     * subscription closes by itself when the engine drops the run.
     */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Waits until the listener is told nothing more: the subscription was closed, or the run dropped. */
    public void join() throws InterruptedException {
        thread.join();
    }

    private void follow() {
        long next = 0;
        int toldEnds = 0;
        try {
            while (!closed) {
                int ends = log.ends();
                boolean forgotten = log.forgotten();
                EventLog.Batch batch = log.read(next, BATCH_SIZE);
                tell(batch);
                next = batch.next();
                if (!batch.events().isEmpty() || batch.missed() > 0) {
                    continue;
                }
                if (ends != toldEnds) {
                    toldEnds = ends;
                    tell(() -> listener.onEnded(run));
                }
                if (forgotten) {
                    return;
                }
                log.awaitChange(next, toldEnds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed; the thread ends
        }
    }

    private void tell(EventLog.Batch batch) throws InterruptedException {
        if (batch.missed() > 0) {
            tell(() -> listener.onGap(run, batch.missed()));
        }
        for (RunEvent event : batch.events()) {
            switch (event) {
                case StatusEvent status -> tell(() -> listener.onStatus(run, status));
                case TaskEvent task -> tell(() -> listener.onTask(run, task));
            }
        }
    }

    private void tell(Call call) throws InterruptedException {
        requireOpen();
        try {
            call.make();
        } catch (Throwable e) {
            requireOpen(); // what our own interrupt has caused is no failure
            if (failures++ % FAILURES_A_LOG_LINE == 0) {
                LOG.log(
                        Level.WARNING,
                        "listener %s of run %s failed (%d failures so far)"
                                .formatted(listener.getClass().getName(), run.id(), failures),
                        e);
            }
        }
        Thread.interrupted(); // one that the listener left behind must not end the subscription
        requireOpen();
    }

    private void requireOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
    }
}
