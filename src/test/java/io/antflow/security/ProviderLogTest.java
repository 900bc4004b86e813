package io.antflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ProviderLogTest {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final Filter filter = new ProviderLog.OnceAMinute(nanoTime::get);

    @Test
    void letsALineAMinutePass() {
        assertThat(filter.isLoggable(line())).isTrue();
        nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(filter.isLoggable(line())).isFalse();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(filter.isLoggable(line())).isTrue();
        assertThat(filter.isLoggable(line())).isFalse();
    }

    @Test
    void saysTheCauseInOneLine() {
        LogRecord line = line();
        line.setThrown(new ConnectException("refused"));

        filter.isLoggable(line);

        assertThat(line.getMessage()).isEqualTo("not available: java.net.ConnectException: refused");
        assertThat(line.getThrown()).isNull();
    }

    private static LogRecord line() {
        return new LogRecord(Level.WARNING, "not available:");
    }
}
