package io.antflow.tasks.builtin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Which paths a task may write to, by their names alone: those that mean the same on every system, and are no tricks. */
final class FileNames {

    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_NAMES = 16;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\\\:*?\"<>|]");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?", Pattern.DOTALL);

    private FileNames() {}

    /**
     * The names of the folders and, last, of the file.
     *
     * @throws IllegalArgumentException it is none; says why, to go on after the path
     */
    static List<String> of(String path) {
        List<String> names = List.of(path.split("/", -1));
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException("leads through more than %d folders".formatted(MAX_NAMES - 1));
        }
        names.forEach(FileNames::check);
        return names;
    }

    private static void check(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("has an empty name in it; it is relative to the data folder");
        }
        if (name.startsWith(".") || name.endsWith(".") || !name.strip().equals(name)) {
            throw new IllegalArgumentException("has a name in it that begins or ends with a dot or a space");
        }
        if (FORBIDDEN.matcher(name).find()) {
            throw new IllegalArgumentException("has a control character or one of \\ : * ? \" < > | in it");
        }
        if (RESERVED.matcher(name).matches()) {
            throw new IllegalArgumentException("has a name in it that is reserved on some systems");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("has a name in it of more than %d bytes".formatted(MAX_NAME_BYTES));
        }
    }
}
