package io.antflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.EngineClock;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureLogTest {

    private final AtomicLong now = new AtomicLong();
    private final PipelineEngine engine = PipelineEngine.builder()
            .observer(new FailureLog(new StandingClock(now)))
            .build();
    private final Logger logger = Logger.getLogger(FailureLog.CATEGORY);
    private final Lines lines = new Lines();

    private record StandingClock(AtomicLong now) implements EngineClock {

        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    }

    private static final class Lines extends Handler {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            Object[] parameters = line.getParameters();
            all.add(parameters == null ? line.getMessage() : line.getMessage().formatted(parameters));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARNING);
        logger.addHandler(lines);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(lines);
        logger.setLevel(null);
        engine.close();
    }

    private Run fail(int items) throws InterruptedException {
        Run run = engine.start(Pipeline.named("bad")
                .stage(
                        "Only",
                        stage -> stage.task("refuse", (value, context) -> {
                                    throw new IllegalStateException("no " + value + "x".repeat(10_000));
                                })
                                .taskAttempts(1, Backoff.fixed(Duration.ZERO)))
                .build());
        run.feedAll(IntStream.range(0, items).mapToObj(id -> Item.of(id)).toList());
        run.join();
        return run;
    }

    @Test
    void tellsWhichItemFailedWhereAndWhyInALineOfBoundedLength() throws Exception {
        Run run = fail(1);

        assertThat(lines.all)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("item 0 of run %s failed in stage 'Only' of pipeline 'bad' at attempt 1: "
                                        .formatted(run.id())
                                + "java.lang.IllegalStateException: no 0xxx")
                        .hasSizeLessThan(1000));
    }

    @Test
    void manyFailuresAreAFewLinesAndTheirNumber() throws Exception {
        Run run = fail(FailureLog.MAX_LINES + 990);

        assertThat(lines.all).hasSize(FailureLog.MAX_LINES + 1);
        assertThat(lines.all.getLast())
                .isEqualTo("990 more failures in run %s of pipeline 'bad': GET /api/runs/%s/errors tells of all"
                        .formatted(run.id(), run.id()));
    }

    @Test
    void afterSomeTimeLinesAreWrittenAgain() throws Exception {
        fail(FailureLog.MAX_LINES);
        now.addAndGet(FailureLog.PERIOD.toNanos() - 1);
        fail(1);
        assertThat(lines.all)
                .hasSize(FailureLog.MAX_LINES + 1)
                .last()
                .asString()
                .startsWith("1 more failures");

        now.addAndGet(1);
        fail(2);
        assertThat(lines.all)
                .hasSize(FailureLog.MAX_LINES + 3)
                .last()
                .asString()
                .startsWith("item ");
    }
}
