package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.dashboard.terminal.Screen;
import io.antflow.dashboard.terminal.View;
import io.antflow.engine.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DashboardFramesTest {

    private static final Screen SCREEN = new Screen(100, 24, false, true);

    private final TestRuns runs = new TestRuns(16);
    private final Run run = runs.start(1);
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final DashboardFrames frames = new DashboardFrames(
            run, out -> View.PROGRESS.on(out, SCREEN), new Rhythm(Duration.ofHours(1), now::get), dropped::addAndGet);

    @AfterEach
    void close() {
        run.cancel();
        runs.close();
    }

    private static String text(@Nullable Piece piece) {
        return new String(Objects.requireNonNull(piece).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theFirstFrameComesAtOnceTheLastWithTheEndAndThenNothing() throws Exception {
        runs.feed(run, "gate");
        assertThat(text(frames.next())).contains("test [", "0/1");

        runs.release("gate");
        run.close();
        assertThat(text(frames.next()))
                .contains("\033[1A", "1/1")
                .endsWith("Completed: 1 ok, 0 failed in " + text(run) + "\n");
        assertThat(frames.next()).isNull();
    }

    private static String text(Run run) {
        return String.format(Locale.ROOT, "%.1fs", run.snapshot().elapsedSeconds());
    }

    @Test
    void aRunThatHasEndedIsOneFrame() throws Exception {
        run.close();
        run.join();

        assertThat(text(frames.next())).contains("0/0", "Completed: 0 ok, 0 failed");
        assertThat(frames.next()).isNull();
    }

    @Test
    void aClientThatComesBackAfterLongGetsTheNewestStateAndWhatItMissedIsCounted() throws Exception {
        runs.feed(run, "gate");
        frames.next();
        runs.feed(run, "gate", "gate");
        now.addAndGet(Duration.ofHours(4).toNanos());

        assertThat(text(frames.next())).contains("0/3");
        assertThat(dropped).hasValue(3);
    }
}
