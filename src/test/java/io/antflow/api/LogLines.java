package io.antflow.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** What is logged as a warning or worse, while it is open. */
public interface LogLines extends AutoCloseable {

    /** What there was so far. */
    List<String> lines();

    @Override
    void close();

    /** Begins with what this process logs. */
    static LogLines watch() {
        return new OfThisProcess();
    }

    /** Begins with what the packaged service logs that an integration test has started. */
    static LogLines ofThePackagedService() {
        return new OfThePackagedService();
    }

    /** Lines, by a handler among the others. */
    final class OfThisProcess extends Handler implements LogLines {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        private OfThisProcess() {
            Logger.getLogger("").addHandler(this);
        }

        @Override
        public List<String> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    /** Lines of the file that Quarkus lets the service under an integration test write, stack traces included. */
    final class OfThePackagedService implements LogLines {

        private static final Path FILE = Path.of("target", "quarkus.log");
        private static final Pattern FIRST = Pattern.compile("\\d{4}-\\d\\d-\\d\\d ");
        private static final Pattern LEVEL = Pattern.compile(".* (WARN|ERROR|FATAL) +\\[");

        private final int before = all().size();

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            boolean wanted = false;
            for (String line : all().subList(before, all().size())) {
                if (FIRST.matcher(line).lookingAt()) {
                    wanted = LEVEL.matcher(line).lookingAt();
                }
                if (wanted) {
                    lines.add(line);
                }
            }
            return lines;
        }

        private static List<String> all() {
            try {
                return Files.readString(FILE, StandardCharsets.UTF_8).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
