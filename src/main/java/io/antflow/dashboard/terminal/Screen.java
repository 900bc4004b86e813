package io.antflow.dashboard.terminal;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn on.
 *
 * @param width columns, {@value #MIN_WIDTH} to {@value #MAX_WIDTH}; no line is longer
 * @param height lines, {@value #MIN_HEIGHT} to {@value #MAX_HEIGHT}; a frame leaves the last one to the cursor
 * @param color whether it shows colours
 * @param live whether it can be redrawn; if not, only the last state is drawn, without any escape sequence
 */
public record Screen(int width, int height, boolean color, boolean live) {

    /** The narrowest. */
    public static final int MIN_WIDTH = 40;

    /** The widest. */
    public static final int MAX_WIDTH = 400;

    /** The width where none is given. */
    public static final int DEFAULT_WIDTH = 100;

    /** The lowest. */
    public static final int MIN_HEIGHT = 10;

    /** The highest. */
    public static final int MAX_HEIGHT = 400;

    /** The height where none is given: what terminals have at least. */
    public static final int DEFAULT_HEIGHT = 24;

    /** Checks the ranges. */
    public Screen {
        if (width < MIN_WIDTH || width > MAX_WIDTH) {
            throw new IllegalArgumentException("width is %d to %d, not %d".formatted(MIN_WIDTH, MAX_WIDTH, width));
        }
        if (height < MIN_HEIGHT || height > MAX_HEIGHT) {
            throw new IllegalArgumentException("height is %d to %d, not %d".formatted(MIN_HEIGHT, MAX_HEIGHT, height));
        }
    }

    /**
     * What this process writes to: of the size that {@code COLUMNS} and {@code LINES} say, without colours where {@code
     * NO_COLOR} is set, and not live where it is no terminal, or a dumb one.
     */
    public static Screen ofThisProcess() {
        Console console = System.console();
        return of(System.getenv(), console != null && console.isTerminal());
    }

    static Screen of(Map<String, String> environment, boolean terminal) {
        boolean live = terminal && !"dumb".equals(environment.get("TERM"));
        return new Screen(
                size(environment.get("COLUMNS"), MIN_WIDTH, MAX_WIDTH, DEFAULT_WIDTH),
                size(environment.get("LINES"), MIN_HEIGHT, MAX_HEIGHT, DEFAULT_HEIGHT),
                live && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                live);
    }

    private static int size(@Nullable String text, int min, int max, int otherwise) {
        return text != null && text.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(text), min, max) : otherwise;
    }
}
