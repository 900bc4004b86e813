package io.antflow.tracking;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.RunStatus;
import io.antflow.engine.StageStats;
import java.util.ArrayList;
import java.util.List;

/**
 * How the stages of a run have been since its start, sample by sample. Bounded: when there are too many samples, every second one
 * goes, and from then on samples are twice as far apart. So a long run is kept as whole as a short one. Thread-safe.
 */
public final class RunHistory {

    /** Samples that are kept at most. */
    static final int MOST = 360;

    /**
     * The stages at one moment.
     *
     * @param timestamp Unix seconds
     * @param stages in pipeline order
     */
    public record Sample(double timestamp, List<Figures> stages) {}

    /**
     * A stage at one moment.
     *
     * @param itemsPerSecond that left it, lately; 0 when the run has ended
     * @param pendingItems wait there
     * @param inProgressItems in work
     */
    public record Figures(double itemsPerSecond, long pendingItems, long inProgressItems) {}

    private final List<Sample> samples = new ArrayList<>();
    private long offered;
    private int every = 1;

    /** To be called at even intervals; as they are too many in time, most are passed over. */
    synchronized void offer(DashboardSnapshot snapshot) {
        if (offered++ % every == 0) {
            add(snapshot);
        }
    }

    /** The end, which is never passed over. */
    synchronized void end(DashboardSnapshot snapshot) {
        add(snapshot);
    }

    private void add(DashboardSnapshot snapshot) {
        samples.add(sample(snapshot));
        if (samples.size() > MOST) {
            thinOut();
        }
    }

    private void thinOut() {
        List<Sample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            kept.add(samples.get(i));
        }
        samples.clear();
        samples.addAll(kept);
        every *= 2;
    }

    /** A snapshot of an ended run tells rates over its whole time; at that moment nothing leaves any more. */
    private static Sample sample(DashboardSnapshot snapshot) {
        boolean ended = snapshot.status() == RunStatus.COMPLETED || snapshot.status() == RunStatus.CANCELLED;
        return new Sample(
                snapshot.timestamp(),
                snapshot.pipelineStats().stageStats().values().stream()
                        .map(stage -> figures(stage, ended))
                        .toList());
    }

    private static Figures figures(StageStats stage, boolean ended) {
        return new Figures(ended ? 0 : stage.itemsPerSecond(), stage.pendingItems(), stage.inProgressItems());
    }

    /** Oldest first. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
