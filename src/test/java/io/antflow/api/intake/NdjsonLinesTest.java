package io.antflow.api.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.intake.BodyPart.Broken;
import io.antflow.api.intake.BodyPart.Element;
import io.antflow.api.intake.BodyPart.End;
import io.antflow.api.intake.BodyPart.Reason;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonLinesTest {

    private static final int MAX_LINE = 20_000;

    @Test
    void readsOneValueALine() {
        assertThat(Bodies.values(lines(Bodies.of("1\n\"a\"\n{\"x\":[1,null]}\nnull\ntrue\n"))))
                .containsExactly("1", "\"a\"", "{\"x\":[1,null]}", "null", "true");
    }

    @Test
    void needsNoEndOfLineAfterTheLast() {
        assertThat(Bodies.all(lines(Bodies.of("1\n2")))).hasSize(3).last().isInstanceOf(End.class);
    }

    @Test
    void readsWhatComesAByteAtATime() {
        assertThat(Bodies.values(lines(Bodies.dripping("{\"a\":\"ü\"}\r\n\r\n 2 \n"))))
                .containsExactly("{\"a\":\"ü\"}", "2");
    }

    @Test
    void passesBlankLinesOverButCountsThem() {
        List<BodyPart> parts = Bodies.all(lines(Bodies.of("\n1\r\n\r\n \t\n2\n")));

        assertThat(parts)
                .filteredOn(Element.class::isInstance)
                .extracting(part -> ((Element) part).place().line())
                .containsExactly(2L, 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "  \n \t "})
    void endsAtOnceWhenThereAreNoValues(String text) {
        assertThat(Bodies.all(lines(Bodies.of(text)))).containsExactly(new End());
    }

    @Test
    void readsLinesLongerThanItsBuffer() {
        String longest = "\"" + "x".repeat(MAX_LINE - 2) + "\"";

        assertThat(Bodies.values(lines(Bodies.of("1\n" + longest + "\n2\n")))).containsExactly("1", longest, "2");
    }

    @Test
    void refusesALineAboveTheLimit() {
        Broken broken = Bodies.broken(lines(Bodies.of("1\n\"" + "x".repeat(MAX_LINE - 1) + "\"\n2\n")));

        assertThat(broken.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(broken.detail()).isEqualTo("line 2 is longer than 20,000 bytes");
    }

    @Test
    void refusesALineThatNeverEnds() {
        assertThat(Bodies.broken(lines(Bodies.endless("xyz"))).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void refusesMoreBytesThanTheWholeBodyMayHave() {
        BodyParts parts =
                new NdjsonLines(new BodyStream(Bodies.endless("1\n"), 100_000), StrictJson.mapper(500), MAX_LINE);

        assertThat(Bodies.broken(parts).detail()).contains("the body is longer than 100,000 bytes");
    }

    @Test
    void namesLineAndColumnOfWhatIsNoJson() {
        Broken broken = Bodies.broken(lines(Bodies.of("1\n2\n{\"a\": oops}\n4\n")));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.place()).isEqualTo(new BodyPart.Place(3, null));
        assertThat(broken.column()).isEqualTo(7);
        assertThat(broken.detail()).startsWith("line 3, column 7: Unrecognized token 'oops'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1",
                "\"a",
                "1 2",
                "{} x",
                "NaN",
                "Infinity",
                "'a'",
                "{a:1}",
                "01",
                "+1",
                "{\"a\":1,}",
                "/**/1",
                "1,",
                "{\"a\":1,\"a\":2}",
                "\u0000",
                "\"\u0001\"",
                "\"\\x\"",
                "{\"a\":1}}",
                "]",
                "\"\\u12\""
            })
    void takesNothingThatIsNoJson(String line) {
        Broken broken = Bodies.broken(lines(Bodies.of("1\n" + line + "\n")));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.place()).isEqualTo(new BodyPart.Place(2, null));
        assertThat(broken.detail()).startsWith("line 2").doesNotContain("fasterxml", "java.", "\u0000", "\n");
    }

    @Test
    void takesNoBytesThatAreNoUtf8() {
        InputStream latin1 = new java.io.ByteArrayInputStream(new byte[] {'"', (byte) 0xFC, '"', '\n'});

        assertThat(Bodies.broken(lines(latin1)).detail()).startsWith("line 1").contains("UTF-8");
    }

    @Test
    void namesTheLimitOfNesting() {
        Broken broken = Bodies.broken(lines(Bodies.of("[".repeat(10_000) + "]".repeat(10_000) + "\n")));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).contains("nesting depth").contains("(500)").doesNotContain("StreamReadConstraints");
    }

    @Test
    void namesTheLimitOfDigits() {
        assertThat(Bodies.broken(lines(Bodies.of("9".repeat(2000)))).detail()).contains("1000");
    }

    @Test
    void refusesAnExponentThatNoNumberHas() {
        Broken broken = Bodies.broken(lines(Bodies.of("1\n[2, 1e9999999999]\n")));
        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).isEqualTo("line 2, column 5: the exponent of this number is too large");
    }

    @Test
    void keepsNumbersAsTheyWereSent() {
        assertThat(Bodies.values(lines(Bodies.of("1.10\n1e400\n123456789012345678901234567890\n"))))
                .containsExactly("1.10", "1E+400", "123456789012345678901234567890");
    }

    @Test
    void tellsThatTheClientIsGone() {
        List<BodyPart> parts = Bodies.all(lines(Bodies.cut("1\n2\n{\"half\":")));

        assertThat(parts).hasSize(3);
        assertThat(((Broken) parts.getLast()).reason()).isEqualTo(Reason.INCOMPLETE);
        assertThat(((Broken) parts.getLast()).detail()).contains("line 3");
    }

    private static BodyParts lines(InputStream body) {
        return new NdjsonLines(new BodyStream(body, Long.MAX_VALUE), StrictJson.mapper(500), MAX_LINE);
    }
}
