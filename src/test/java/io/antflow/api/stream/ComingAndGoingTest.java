package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.Run;
import io.smallrye.mutiny.Multi;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that come and go, while their run goes on for long. */
class ComingAndGoingTest {

    private static final int STREAMS = 100_000;

    @Test
    @Timeout(120)
    void leaveNothingBehind() throws Exception {
        try (TestRuns runs = new TestRuns(16)) {
            Run run = runs.start(1);
            // the ticks' scheduler keeps what is cancelled until it would have been due, which is another matter
            SnapshotHubs hubs = new SnapshotHubs(interval -> Multi.createFrom().nothing());
            RunState state = new RunState(run, TestRuns.JSON, TestRuns.IDS);
            comeAndGo(hubs, state, 1000);
            long before = usedHeap();

            comeAndGo(hubs, state, STREAMS);

            assertThat(hubs.size()).isZero();
            // a copy of the future of the run's end for each was 6.6 MB
            assertThat(usedHeap() - before).isLessThan(STREAMS * 40L);
        }
    }

    private static void comeAndGo(SnapshotHubs hubs, RunState state, int times) {
        for (int i = 0; i < times; i++) {
            hubs.follow(state, Duration.ofMinutes(1), 0, dropped -> {})
                    .subscribe()
                    .with(event -> {})
                    .cancel();
        }
    }

    /** What is left when those that were told to stop have. */
    private static long usedHeap() throws InterruptedException {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
