package io.antflow.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells all listeners of a run; what one throws is logged (once in a while) and costs nobody anything. Of a beginning the first
 * listener is told first, of an end the last one: so what one sets up around it is there for those after it, both times.
 */
final class SafeListener implements RunListener {

    private static final System.Logger LOG = System.getLogger(SafeListener.class.getName());

    private final String runId;
    private final RunListener[] listeners;
    private final RunListener[] reversed;
    private final AtomicLong failures = new AtomicLong();

    SafeListener(String runId, List<RunListener> listeners) {
        this.runId = runId;
        this.listeners = listeners.toArray(RunListener[]::new);
        this.reversed = listeners.reversed().toArray(RunListener[]::new);
    }

    @Override
    public void onStarted() {
        for (RunListener listener : listeners) {
            try {
                listener.onStarted();
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    @Override
    public void onStatus(StatusEvent event) {
        boolean begins = event.status() == ItemStatus.QUEUED || event.status() == ItemStatus.IN_PROGRESS;
        for (RunListener listener : begins ? listeners : reversed) {
            try {
                listener.onStatus(event);
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    @Override
    public void onTask(TaskEvent event) {
        boolean begins = event.type() == TaskEvent.Type.START;
        for (RunListener listener : begins ? listeners : reversed) {
            try {
                listener.onTask(event);
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    @Override
    public void onItemEnded(StatusEvent event, long durationNanos) {
        for (RunListener listener : reversed) {
            try {
                listener.onItemEnded(event, durationNanos);
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    @Override
    public void onEnded() {
        for (RunListener listener : reversed) {
            try {
                listener.onEnded();
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    @Override
    public void onForgotten() {
        for (RunListener listener : listeners) {
            try {
                listener.onForgotten();
            } catch (Throwable e) {
                log(listener, e);
            }
        }
    }

    /** The first failure and every 1,000th: a broken listener must not flood the log at the pace of the items. */
    private void log(RunListener listener, Throwable failure) {
        long count = failures.getAndIncrement();
        if (count % 1000 == 0) {
            LOG.log(
                    Level.WARNING,
                    "listener %s of run %s failed (%d failures of listeners so far)"
                            .formatted(listener.getClass().getName(), runId, count + 1),
                    failure);
        }
    }
}
