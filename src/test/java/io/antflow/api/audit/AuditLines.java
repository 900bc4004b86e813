package io.antflow.api.audit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the audit log says while it is open. */
final class AuditLines extends Handler implements AutoCloseable {

    private static final SimpleFormatter FORMATTER = new SimpleFormatter();

    private final Logger logger = Logger.getLogger(AuditLog.CATEGORY);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private AuditLines() {}

    static AuditLines watch() {
        AuditLines lines = new AuditLines();
        lines.logger.addHandler(lines);
        return lines;
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(
                line instanceof org.jboss.logmanager.ExtLogRecord formatted
                        ? formatted.getFormattedMessage()
                        : FORMATTER.formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
