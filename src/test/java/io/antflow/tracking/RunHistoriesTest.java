package io.antflow.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.EngineLimits;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.TaskContext;
import io.antflow.tracking.RunHistory.Figures;
import io.antflow.tracking.RunHistory.Sample;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunHistoriesTest {

    private final RunHistories histories = new RunHistories();
    private final PipelineEngine engine = PipelineEngine.builder()
            .observer(histories)
            .limits(new EngineLimits(10, 1, 1_000_000, 20))
            .build();
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        engine.close();
    }

    private Run start() {
        return engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.workers(1).task("wait", (Integer number, TaskContext context) -> {
                            working.countDown();
                            gate.await();
                            return number;
                        }))
                .stage("B", stage -> stage.task("same", (Integer number, TaskContext context) -> number))
                .build());
    }

    @Test
    void notesHowEachStageIsAndHowItEnded() throws Exception {
        Run run = start();
        histories.sample();
        run.feedAll(List.of(1, 2, 3));
        working.await();
        histories.sample();
        gate.countDown();
        run.join();
        histories.sample();

        List<Sample> samples = histories.of(run).samples();
        assertThat(samples).extracting(Sample::stages).hasSize(3).startsWith(List.of(still(0, 0), still(0, 0)));
        assertThat(samples.get(1).stages()).containsExactly(still(2, 1), still(0, 0));
        assertThat(samples.getLast().stages())
                .as("the end; an ended run is not sampled any more")
                .containsExactly(still(0, 0), still(0, 0));
        assertThat(samples).extracting(Sample::timestamp).isSorted();
    }

    private static Figures still(long pending, long inProgress) {
        return new Figures(0, pending, inProgress);
    }

    @Test
    void keepsALongRunFromItsStartToItsEndInAsManySamplesAsAShortOne() throws Exception {
        Run run = start();
        histories.sample();
        Sample first = histories.of(run).samples().getFirst();
        for (int second = 1; second < 10_000; second++) {
            histories.sample();
            assertThat(histories.of(run).samples()).hasSizeLessThanOrEqualTo(RunHistory.MOST);
        }
        run.join();

        List<Sample> samples = histories.of(run).samples();
        assertThat(samples).hasSizeGreaterThan(RunHistory.MOST / 2);
        assertThat(samples.getFirst()).isEqualTo(first);
        assertThat(samples.getLast().timestamp())
                .isGreaterThanOrEqualTo(run.summary().finishedAt());
    }

    @Test
    void forgetsARunWithTheEngine() throws Exception {
        Run run = start();
        run.join();
        assertThat(histories.of(run).samples()).hasSize(1);

        start().join();

        assertThat(engine.find(run.id())).isEmpty();
        assertThat(histories.of(run).samples()).isEmpty();
    }
}
