package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real terminal with a shell in it, tmux by a server of its own; what it shows can be read. */
final class Tmux implements AutoCloseable {

    private static final String PROGRAM = "tmux";
    private static final String PROMPT = "ready>";

    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    /** Skips the test where the program is not installed; but there must be no such place in CI. */
    static void required() {
        boolean installed = Path.of("/usr/bin", PROGRAM).toFile().canExecute();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("%s is installed", PROGRAM).isTrue();
        }
        assumeThat(installed)
                .as("this test needs %s (Debian's package of that name)", PROGRAM)
                .isTrue();
    }

    /** @param folder for its socket, whose path must be short */
    static Tmux open(Path folder, int width, int height) throws IOException, InterruptedException {
        Tmux tmux = new Tmux(folder.resolve("tmux-" + Long.toHexString(System.nanoTime())));
        tmux.run(
                "new-session",
                "-d",
                "-x",
                "" + width,
                "-y",
                "" + height,
                "env",
                "PS1=" + PROMPT + " ",
                "TERM=screen",
                "sh");
        tmux.await(screen -> screen.contains(PROMPT), Duration.ofSeconds(10));
        return tmux;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-S", socket.toString(), "-u", "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }

    /** Types a command and Enter. */
    void type(String command) throws IOException, InterruptedException {
        run("send-keys", "-l", command);
        run("send-keys", "Enter");
    }

    /** Presses a key that tmux knows by that name. */
    void press(String key) throws IOException, InterruptedException {
        run("send-keys", key);
    }

    /** The lines that are in sight, without the empty ones at the end. */
    List<String> screen() throws IOException, InterruptedException {
        return lines(run("capture-pane", "-p"));
    }

    /** The same, with escape sequences for colours. */
    String coloredScreen() throws IOException, InterruptedException {
        return run("capture-pane", "-p", "-e");
    }

    /** All lines from the first on, also those that were scrolled out of sight. */
    List<String> all() throws IOException, InterruptedException {
        return lines(run("capture-pane", "-p", "-S", "-"));
    }

    private static List<String> lines(String text) {
        return text.stripTrailing().lines().map(String::stripTrailing).toList();
    }

    /** What tmux says of its one pane, such as {@code cursor_x}. */
    String property(String name) throws IOException, InterruptedException {
        return run("display-message", "-p", "#{" + name + "}").strip();
    }

    /** Waits until the lines in sight are so. */
    List<String> await(Predicate<List<String>> wanted, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the terminal did not show it within %s, but:\n%s".formatted(limit, String.join("\n", screen)));
            }
            TimeUnit.MILLISECONDS.sleep(50);
            screen = screen();
        }
        return screen;
    }

    /** Waits until the shell is back. */
    List<String> awaitPrompt(Duration limit) throws IOException, InterruptedException {
        return await(screen -> screen.getLast().equals(PROMPT), limit);
    }

    /** Ends the terminal and all that runs in it. */
    @Override
    public void close() throws IOException, InterruptedException {
        run("kill-server");
    }
}
