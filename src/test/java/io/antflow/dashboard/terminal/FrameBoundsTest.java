package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.dashboard.Progress;
import io.antflow.dashboard.TestSnapshot;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.RunStatus;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;

/** Whatever a run is called and does: a frame stays on its screen, and no text of it has power over the terminal. */
class FrameBoundsTest {

    /** All that the dashboards themselves send besides text: colours, and the moves of a redraw. */
    private static final Pattern OWN_SEQUENCES =
            Pattern.compile("\033\\[([0-9;]*m|\\?2026[hl]|\\?7[hl]|2K|J|[0-9]+A)|\r(\033\\[[0-9]+A|\033\\[B)");

    private static final String[] TEXTS = {
        "\033[2J",
        "\033]0;title\007",
        "\u009b31m",
        "\r\n",
        "\t",
        "\0",
        "\u202e",
        "日本",
        "👩‍🚀",
        "e\u0301",
        "\u0336",
        "\ud800",
        "\u2028",
        "plain text",
        "x".repeat(300),
        "",
        " ",
        "\u00ad",
        "\u1100\u1161",
        "🇩🇪",
        "\udbff\udfff",
        "ﷺ",
        "%s",
        "{}"
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }

    private static long figure(Random random) {
        return switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(100);
                    case 2 -> random.nextInt();
                    default -> random.nextLong(1L << 50);
                }
                & Long.MAX_VALUE >> 13;
    }

    private static DashboardSnapshot snapshot(Random random) {
        RunStatus[] statuses = RunStatus.values();
        TestSnapshot snapshot = new TestSnapshot(text(random))
                .status(statuses[random.nextInt(statuses.length)])
                .time(figure(random) / 100.0, random.nextBoolean() ? null : figure(random) / 10.0);
        int stages = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
        for (int i = 0; i < stages; i++) {
            String name = i + text(random);
            snapshot.stage(name, stage -> {
                stage.pending = figure(random);
                stage.retrying = random.nextLong(stage.pending + 1);
                stage.inWork = random.nextInt(5);
                stage.blocked = random.nextInt(2);
                stage.workers = 1 + random.nextInt(10_000);
                stage.capacity = random.nextInt(3) * 20;
                stage.completed = figure(random);
                stage.skipped = random.nextLong(stage.completed + 1);
                stage.failed = figure(random);
                stage.cancelled = figure(random);
                stage.rate = figure(random) / 7.0;
                stage.oldest = figure(random) / 7.0;
                stage.paused = random.nextBoolean();
            });
            for (int worker = random.nextInt(30); worker > 0; worker--) {
                String workerName = name + "-W" + worker;
                switch (random.nextInt(3)) {
                    case 0 -> snapshot.idle(workerName, name, figure(random), figure(random));
                    case 1 -> snapshot.blocked(workerName, name, text(random), figure(random), figure(random));
                    default ->
                        snapshot.busy(
                                workerName,
                                name,
                                text(random),
                                text(random),
                                figure(random),
                                figure(random),
                                figure(random));
                }
            }
        }
        for (int i = random.nextInt(20); i > 0; i--) {
            String type = text(random) + i;
            snapshot.errors(type, figure(random));
            snapshot.failure(text(random), text(random), type, text(random), random.nextInt(), figure(random));
        }
        return snapshot.build();
    }

    @Property(tries = 100)
    void framesStayOnTheScreen(
            @ForAll long seed,
            @ForAll @IntRange(min = 40, max = 400) int width,
            @ForAll @IntRange(min = 10, max = 60) int height) {
        Screen screen = new Screen(width, height, true, true);
        DashboardSnapshot snapshot = snapshot(new Random(seed));
        for (View view : View.values()) {
            TerminalDashboard dashboard = view.on(new StringBuilder(), screen);

            assertThat(dashboard.frame(snapshot, screen)).hasSizeBetween(1, height - 1);
            assertThat(Stream.concat(
                            dashboard.frame(snapshot, screen).stream(), dashboard.summary(snapshot, screen).stream()))
                    .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
        }
    }

    @Property(tries = 100)
    void textsHaveNoPowerOverTheTerminal(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Screen screen = new Screen(40 + random.nextInt(360), 24, random.nextBoolean(), true);
        Pipeline pipeline = Pipeline.of(
                "test", Stage.named("A").task("task", (input, context) -> input).build());
        for (View view : View.values()) {
            StringBuilder sent = new StringBuilder();
            TerminalDashboard dashboard = view.on(sent, screen);
            dashboard.onStart(pipeline, 1);
            dashboard.onUpdate(snapshot(random));
            dashboard.onUpdate(snapshot(random));
            DashboardSnapshot last = snapshot(random);
            dashboard.onUpdate(last);
            dashboard.onFinish(Stream.empty(), last.errorSummary());

            String text = OWN_SEQUENCES.matcher(sent).replaceAll("");
            assertThat(text.codePoints().filter(FrameBoundsTest::isObeyed).mapToObj(Integer::toHexString))
                    .isEmpty();
            if (!screen.color()) {
                assertThat(sent.toString()).doesNotContainPattern("\033\\[[0-9;]*m");
            }
        }
    }

    /** What a terminal does not just show: escapes, other controls, changes of direction, what has no glyph of its own. */
    private static boolean isObeyed(int point) {
        int type = Character.getType(point);
        return point != '\n'
                && (type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.SURROGATE
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR);
    }

    @Property(tries = 100)
    void oneFrameAloneIsPlainText(@ForAll long seed) {
        DashboardSnapshot snapshot = snapshot(new Random(seed));
        for (View view : View.values()) {
            String once = view.on(new StringBuilder(), new Screen(100, 24, false, false))
                    .once(snapshot);

            assertThat(once).endsWith("\n");
            assertThat(once.codePoints().filter(FrameBoundsTest::isObeyed).mapToObj(Integer::toHexString))
                    .isEmpty();
            assertThat(once.lines().map(line -> new AttributedString(line).columnLength()))
                    .allSatisfy(columns -> assertThat(columns).isLessThanOrEqualTo(100));
            assertThat(once.contains("Completed: ") || once.contains("Cancelled: "))
                    .isEqualTo(Progress.of(snapshot).over());
        }
    }
}
