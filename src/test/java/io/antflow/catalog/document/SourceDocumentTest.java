package io.antflow.catalog.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDocumentTest {

    private static final int MAX_DEPTH = 8;

    /** {@code ⏎} stands for a line's end, {@code →} for a tab. */
    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithYamlAndWhere(String text, String fault) {
        assertThat(faultOf(text, DocumentFormat.YAML)).isEqualTo(fault);
    }

    static Stream<Arguments> saysWhatIsWrongWithYamlAndWhere() {
        return Stream.of(
                arguments("", "the document is empty"),
                arguments(" ⏎⏎", "the document is empty"),
                arguments(
                        "# schema stages:  - name: A",
                        "there is nothing but comments; were the line ends lost? (curl keeps them by --data-binary)"),
                // what belongs into quotes
                arguments(
                        "a: b: c",
                        "1:5 no ':' is allowed here: put a text with ': ' in it in quotes, or check the indentation"),
                arguments("a: @x", "1:4 a text can't begin with '@': put it in quotes"),
                arguments("a: `x`", "1:4 a text can't begin with '`': put it in quotes"),
                arguments("a: %x", "1:4 a text can't begin with '%': put it in quotes"),
                arguments(
                        "a: {{x}}",
                        "1:5 the name of a field is a text; put a text that begins with '{', '[' or '*' in quotes"),
                arguments(
                        "? [a]⏎: 1",
                        "1:3 the name of a field is a text; put a text that begins with '{', '[' or '*' in quotes"),
                arguments(
                        "a: \"b\" == c",
                        "1:8 there is more after the text in quotes: put the whole of it in quotes, and a quote in it twice (begun at line 1, column 1)"),
                arguments(
                        "a: 'it's'",
                        "1:8 there is more after the text in quotes: put the whole of it in quotes, and a quote in it twice (begun at line 1, column 1)"),
                arguments(
                        "a: 'x⏎b: 1",
                        "2:5 the text in quotes has no end: a quote is missing (begun at line 1, column 4)"),
                arguments(
                        "a: \"\\d\"",
                        "1:6 the escape '\\d' is unknown: write a backslash twice, or use single quotes (begun at line 1, column 4)"),
                arguments(
                        "a: -",
                        "1:4 no list is allowed here: it begins on the next line; put a '-' that is a text in quotes"),
                arguments(
                        "a: |x⏎  b",
                        "1:5 the text of a block begins on the line after the '|' or '>' (begun at line 1, column 4)"),
                // indentation
                arguments("a:⏎→- b", "2:1 a tab is no indentation: use blanks"),
                arguments(
                        "a: 1⏎ b: 2",
                        "2:3 no ':' is allowed here: put a text with ': ' in it in quotes, or check the indentation"),
                arguments(
                        "a:⏎- b: 1⏎ c: 2",
                        "3:2 this does not go on with the object or list before it: check the indentation (begun at line 1, column 1)"),
                arguments(
                        "a: b⏎- c",
                        "2:1 this does not go on with the object or list before it: check the indentation (begun at line 1, column 1)"),
                arguments(
                        "- a⏎b: c",
                        "2:1 this does not go on with the object or list before it: check the indentation (begun at line 1, column 1)"),
                // brackets
                arguments(
                        "a: [b, c",
                        "1:9 a ',' or ']' is missing, or quotes around a text with brackets or commas (begun at line 1, column 4)"),
                arguments(
                        "a: {b: 1⏎c: 2",
                        "2:2 a ',' or '}' is missing, or quotes around a text with brackets or commas (begun at line 1, column 4)"),
                arguments("a: }", "1:4 expected the node content, but found '}' while parsing a block node"),
                // what is in YAML and not in JSON
                arguments(
                        "a: &x 1⏎b: *x",
                        "2:4 the alias '*x' is not taken: write out what it stands for, or put a text in quotes"),
                arguments(
                        "a: &x {b: 1}⏎c:⏎  <<: *x",
                        "3:7 the alias '*x' is not taken: write out what it stands for, or put a text in quotes"),
                arguments("a: !x 1", "1:4 the tag '!x' is not taken; put a text that begins with '!' in quotes"),
                arguments(
                        "a: !!java.lang.Runtime []",
                        "1:4 the tag 'tag:yaml.org,2002:java.lang.Runtime' is not taken; put a text that begins with '!' in quotes"),
                arguments(
                        "a: !!binary aGk=",
                        "1:4 the tag 'tag:yaml.org,2002:binary' is not taken; put a text that begins with '!' in quotes"),
                arguments(
                        "!!map {a: 1}",
                        "1:1 the tag 'tag:yaml.org,2002:map' is not taken; put a text that begins with '!' in quotes"),
                arguments("a: 1⏎---⏎b: 2", "2:1 there is a second document; one alone is taken"),
                arguments("a: 1⏎...⏎b: 2", "3:1 there is a second document; one alone is taken"),
                arguments("%YAML 3.0⏎---⏎a: 1", "1:1 found incompatible YAML document (version 1.* is required)"),
                // what holds for every format
                arguments("a: 1⏎b: 2⏎a: 3", "3:1 field 'a' is there twice, first at line 1, column 1"),
                arguments("a: [{b: 1, b: 2}]", "1:12 field 'b' is there twice, first at line 1, column 6"),
                arguments("[[[[[[[[[1]]]]]]]]]", "1:9 it nests deeper than 8"),
                arguments("- - - - - - - - - 1", "1:17 it nests deeper than 8"),
                arguments(
                        "a: x\u0000",
                        "1:5 the character U+0000 is not allowed; in quotes it can be written as an escape"),
                arguments(
                        "a: 😀⏎b: \u0007",
                        "2:4 the character U+0007 is not allowed; in quotes it can be written as an escape"),
                arguments("a: " + "1".repeat(1_001), "1:4 this number is too long"),
                arguments("a: 1e9999999999", "1:4 the exponent of this number is too large"),
                arguments("a: -1E-99999999999999999999", "1:4 the exponent of this number is too large"));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithJsonAndWhere(String text, String fault) {
        assertThat(faultOf(text, DocumentFormat.JSON)).isEqualTo(fault);
    }

    static Stream<Arguments> saysWhatIsWrongWithJsonAndWhere() {
        return Stream.of(
                arguments("", "the document is empty"),
                arguments("{", "1:2 Unexpected end-of-input: expected close marker for Object"),
                arguments("{\"a\":", "1:6 Unexpected end-of-input within/between Object entries"),
                arguments("{\"a\": [}]", "1:8 Unexpected close marker '}': expected ']'"),
                arguments(
                        "{\"a\": 1,⏎}",
                        "2:1 Unexpected character ('}' (code 125)): was expecting double-quote to start field name"),
                arguments(
                        "{'a': 1}",
                        "1:2 Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
                arguments(
                        "{\"a\": oops}",
                        "1:7 Unrecognized token 'oops': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                arguments("{\"a\": NaN}", "1:10 Non-standard token 'NaN'"),
                arguments("{\"a\": 08}", "1:8 Invalid numeric value: Leading zeroes not allowed"),
                arguments("{\"a\": 1e9999999999}", "1:7 the exponent of this number is too large"),
                arguments("{\"a\": [1E-99999999999999999999]}", "1:8 the exponent of this number is too large"),
                arguments("// c⏎{}", "1:1 Unexpected character ('/' (code 47)): maybe a (non-standard) comment?"),
                arguments("{\"a\": 1}⏎{}", "2:1 there is more after the first value"),
                arguments("{\"a\":1,⏎ \"a\":2}", "2:2 field 'a' is there twice, first at line 1, column 2"),
                arguments("[[[[[[[[[1]]]]]]]]]", "1:9 it nests deeper than 8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the same to YAML 1.1, 1.2 and JSON
                "1           | 1",
                "-0.5        | -0.5",
                "1e3         | 1E+3",
                "1.10        | 1.10",
                "true        | true",
                "False       | false",
                "null        | null",
                "~           | null",
                "''          | \"\"",
                "\"1\"       | \"1\"",
                "'true'      | \"true\"",
                // not the same to everybody: a text
                "no          | \"no\"",
                "on          | \"on\"",
                "Yes         | \"Yes\"",
                "y           | \"y\"",
                "1_0         | \"1_0\"",
                "08          | \"08\"",
                "010         | \"010\"",
                "0o7         | \"0o7\"",
                "0x1F        | \"0x1F\"",
                "+5          | \"+5\"",
                ".5          | \".5\"",
                ".inf        | \".inf\"",
                ".nan        | \".nan\"",
                "1:30        | \"1:30\"",
                "2024-05-01  | \"2024-05-01\"",
                "2024-05-01T10:00:00Z | \"2024-05-01T10:00:00Z\"",
                "<<          | \"<<\"",
                "=           | \"=\"",
                "java.io.IOException | \"java.io.IOException\"",
                ".a == 1     | \".a == 1\""
            })
    void readsAPlainTextOfYamlAsEverybodyWould(String yaml, String json) throws Exception {
        assertThat(read("v: " + yaml, DocumentFormat.YAML).root().path("v")).hasToString(json);
    }

    @Test
    void takesAnyTextForTheNameOfAField() throws Exception {
        assertThat(read("no: 1⏎1: 2⏎? on⏎: 3⏎\"\": 4", DocumentFormat.YAML).root())
                .hasToString("{\"no\":1,\"1\":2,\"on\":3,\"\":4}");
    }

    @Test
    void readsBlocksFoldsAndComments() throws Exception {
        assertThat(read("a: | # jq⏎  .b⏎  | not⏎c: >-⏎  d⏎  e⏎", DocumentFormat.YAML)
                        .root())
                .hasToString("{\"a\":\".b\\n| not\\n\",\"c\":\"d e\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages                     | 2:1",
                "stages[0]                  | 3:5",
                "stages[0].name             | 3:5",
                "stages[0].tasks            | 4:5",
                "stages[0].tasks[1]         | 4:19",
                "stages[0].tasks[1].with    | 4:32",
                "stages[0].tasks[1].with.a.b| 4:39",
                "stages[0].tasks[1].with.a  | 4:47",
                "stages[0].tasks[1].with.a[0]| 4:51",
                "stages[0].tasks[1].with.a[0].x| 4:51",
                "stages[0].skip_if          | 5:5",
                "stages[0].workers          | 3:5",
                "stages[0].tasks[7]         | 4:5",
                "stages[7]                  | 2:1",
                "stages[x]                  | 2:1",
                "nope                       | 1:1",
                "''                         | 1:1"
            })
    void knowsWhereEveryFieldIs(String path, String place) throws Exception {
        SourceDocument document = read("""
                name: x
                stages:
                  - name: A
                    tasks: [http, {task: http, with: {a.b: 1, a: [[]]}}]
                    skip_if: |
                      .b
                """, DocumentFormat.YAML);

        assertThat(place(document.locationOf(path))).isEqualTo(place);
    }

    @Test
    void knowsWhereEveryFieldOfJsonIs() throws Exception {
        SourceDocument document =
                read("⏎{\"stages\": [⏎  {\"name\": \"A\",⏎   \"tasks\": [1, 2]}]}", DocumentFormat.JSON);

        assertThat(place(document.locationOf(""))).isEqualTo("2:1");
        assertThat(place(document.locationOf("stages"))).isEqualTo("2:2");
        assertThat(place(document.locationOf("stages[0].name"))).isEqualTo("3:4");
        assertThat(place(document.locationOf("stages[0].tasks[1]"))).isEqualTo("4:17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "YAML"})
    void refusesWhatIsNotUtf8(DocumentFormat format) {
        byte[] latin1 = "{\"a\": 1,\n \"b\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = "{\"a\": 1}".getBytes(StandardCharsets.UTF_16);

        assertThat(faultOf(latin1, format)).isEqualTo("2:8 byte 0xe4 is no UTF-8; save the document as UTF-8");
        assertThat(faultOf(utf16, format)).isEqualTo("1:1 byte 0xfe is no UTF-8; save the document as UTF-8");
        assertThat(faultOf(Arrays.copyOf("\"ä".getBytes(StandardCharsets.UTF_8), 2), format))
                .isEqualTo("1:2 byte 0xc3 is no UTF-8; save the document as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "YAML"})
    void readsPastAByteOrderMark(DocumentFormat format) throws Exception {
        assertThat(read("\uFEFF{\"a\": 1}", format).root()).hasToString("{\"a\":1}");
    }

    /** Hostile texts take no longer than harmless ones: were it by the square of their length, this would take hours. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {"[", "{\"a\":", "- ", "? ", "a: [", "{a: ", "'", "&a ", "*a ", "!a ", "| ", "\t", "# ", "a: 1\n"
            })
    void isDoneSoonWithAMebibyteOfAnything(String piece) {
        byte[] text = piece.repeat((1 << 20) / piece.length()).getBytes(StandardCharsets.UTF_8);

        for (DocumentFormat format : DocumentFormat.values()) {
            assertThat(catchThrowable(() -> SourceDocument.read(text, format, 500)))
                    .satisfiesAnyOf(
                            fault -> assertThat(fault).isNull(),
                            fault -> assertThat(fault).isInstanceOf(MalformedDocumentException.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: *%s", "a: !%s x", "%%%s 1\n---\n", "%s: 1\n%s: 1", "\"%s\" \"", "!%s!x a", "@%s"})
    void repeatsNoLongOrHostileTexts(String yaml) {
        String hostile = "a\u202e\u2028".repeat(3) + "x".repeat(100_000);

        assertThat(faultOf(yaml.replace("%s", hostile).replace("%%", "%"), DocumentFormat.YAML))
                .hasSizeLessThan(450)
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
    }

    /** What generators of JSON write, readers of YAML read alike: so one schema serves both. */
    @Property(tries = 300)
    void readsJsonTheSameInBothFormats(@ForAll("values") Object value) throws Exception {
        String json = new ObjectMapper().writeValueAsString(value);

        JsonNode root = read(json, DocumentFormat.JSON).root();

        assertThat(read(json, DocumentFormat.YAML).root()).isEqualTo(root);
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withCharRange(' ', '~')
                        .withChars("\n\téß中")
                        .ofMaxLength(20)
                        .map(text -> text),
                Arbitraries.longs().map(number -> number),
                Arbitraries.bigDecimals().map(number -> number),
                Arbitraries.of(true, false));
        return Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars.list().ofMaxSize(4).map(list -> list),
                () -> Arbitraries.maps(
                                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                                scalars.list().ofMaxSize(3))
                        .ofMaxSize(4)
                        .map(map -> map));
    }

    private static SourceDocument read(String text, DocumentFormat format) throws MalformedDocumentException {
        String lines = text.replace('⏎', '\n').replace('→', '\t');
        return SourceDocument.read(lines.getBytes(StandardCharsets.UTF_8), format, MAX_DEPTH);
    }

    private static String faultOf(String text, DocumentFormat format) {
        return faultOf(text.replace('⏎', '\n').replace('→', '\t').getBytes(StandardCharsets.UTF_8), format);
    }

    private static String faultOf(byte[] text, DocumentFormat format) {
        MalformedDocumentException fault = catchThrowableOfType(
                MalformedDocumentException.class, () -> SourceDocument.read(text, format, MAX_DEPTH));
        assertThat(fault).as("a fault").isNotNull();
        Location location = fault.location();
        return location == null ? fault.what() : place(location) + " " + fault.what();
    }

    private static String place(Location location) {
        return location.line() + ":" + location.column();
    }
}
