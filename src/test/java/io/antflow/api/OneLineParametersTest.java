package io.antflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class OneLineParametersTest {

    private final OneLineParameters filter = new OneLineParameters();

    @Test
    void escapesWhatWouldBreakALine() {
        assertThat(logged("item %s of %s", "a\nERROR all is lost\r\u001b[31m", "p\u2028q"))
                .isEqualTo("item a\\u000aERROR all is lost\\u000d\\u001b[31m of p\\u2028q");
    }

    @Test
    void escapesInWhateverIsNoText() {
        assertThat(logged("stages %s", List.of("A", "B\n"))).isEqualTo("stages [A, B\\u000a]");
    }

    @Test
    void leavesAllElseAsItIs() {
        assertThat(logged("%d items of %s in %.1f s: %s\nsecond line", 3, "ü \\ $1", 1.5, true))
                .isEqualTo("3 items of ü \\ $1 in 1.5 s: true\nsecond line");
    }

    private String logged(String format, Object... parameters) {
        ExtLogRecord message = new ExtLogRecord(
                Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, OneLineParametersTest.class.getName());
        message.setParameters(parameters);
        assertThat(filter.isLoggable(message)).isTrue();
        return message.getFormattedMessage();
    }
}
