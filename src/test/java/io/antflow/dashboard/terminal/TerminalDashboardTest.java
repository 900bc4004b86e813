package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.dashboard.Dashboards;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.TaskContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboards as a program shows its runs on them, without a container. */
@Timeout(60)
class TerminalDashboardTest {

    /** Takes what a dashboard prints, and says when the summary is there. */
    private static final class Terminal extends ByteArrayOutputStream {
        final CountDownLatch summary = new CountDownLatch(1);

        @Override
        public void flush() {
            if (toString(StandardCharsets.UTF_8).contains("Completed")) {
                summary.countDown();
            }
        }

        PrintStream print() {
            return new PrintStream(this, false, StandardCharsets.UTF_8);
        }

        String text() throws InterruptedException {
            summary.await();
            return toString(StandardCharsets.UTF_8);
        }
    }

    private static Pipeline oddOnesFail() {
        return Pipeline.named("numbers")
                .stage(
                        "Check",
                        stage -> stage.task("even", (Integer number, TaskContext context) -> {
                                    if (number % 2 == 1) {
                                        throw new IOException("odd");
                                    }
                                    return number;
                                })
                                .taskAttempts(1, Backoff.fixed(Duration.ZERO)))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryRunOfAnEngineUpToItsSummary(View view) throws Exception {
        Terminal terminal = new Terminal();
        Dashboards dashboards = new Dashboards(view.on(terminal.print(), new Screen(80, 24, true, true)));
        try (PipelineEngine engine =
                PipelineEngine.builder().observer(dashboards).build()) {
            Run run = engine.start(oddOnesFail());
            run.feedAll(List.of(1, 2, 3));
            run.join();

            assertThat(terminal.text().replaceAll("\033\\[[0-9;?]*[a-zA-Z]", ""))
                    .contains("numbers", "100.0%", "3/3", "IOException", "Completed: 1 ok, 2 failed in ");
        }
    }

    @Test
    void showsOneRunFromNowOn() throws Exception {
        Terminal terminal = new Terminal();
        try (PipelineEngine engine = PipelineEngine.builder().build()) {
            Run run = engine.start(oddOnesFail());
            run.feedAll(List.of(1, 2, 3));
            run.join();
            Dashboards.show(run, new ProgressDashboard(terminal.print(), new Screen(100, 24, false, false)))
                    .join();

            assertThat(terminal.text().lines())
                    .hasSize(4)
                    .startsWith("numbers [█████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓] 100.0% | 3/3 | "
                            + Figures.rate(3 / run.snapshot().elapsedSeconds()) + " | 2 failed");
        }
    }

    @Test
    void aRunThatGoesOnIsShownAnew() throws Exception {
        StringBuilder out = new StringBuilder();
        TerminalDashboard dashboard = View.PROGRESS.on(out, new Screen(100, 24, false, true));
        Pipeline pipeline = oddOnesFail();
        dashboard.onStart(pipeline, 0);
        dashboard.onUpdate(Scenario.RUNNING.build());
        dashboard.onStart(pipeline, 0);
        out.setLength(0);
        dashboard.onUpdate(Scenario.RUNNING.build());

        assertThat(out.toString()).doesNotContain("A\033");
    }
}
