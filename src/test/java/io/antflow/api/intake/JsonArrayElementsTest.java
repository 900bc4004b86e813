package io.antflow.api.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.intake.BodyPart.Broken;
import io.antflow.api.intake.BodyPart.Element;
import io.antflow.api.intake.BodyPart.End;
import io.antflow.api.intake.BodyPart.Place;
import io.antflow.api.intake.BodyPart.Reason;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayElementsTest {

    private static final int MAX_ELEMENT = 50_000;

    @Test
    void readsElementByElement() {
        assertThat(Bodies.values(elements(Bodies.of("[1, \"a\", {\"x\": [1, null]}, null, [], true]"))))
                .containsExactly("1", "\"a\"", "{\"x\":[1,null]}", "null", "[]", "true");
    }

    @Test
    void givesAnElementBeforeTheNextHasCome() {
        BodyParts parts = elements(Bodies.cut("[1, {\"a\":2},"));

        assertThat(parts.next()).isInstanceOf(Element.class);
        assertThat(parts.next()).isInstanceOf(Element.class);
        assertThat(((Broken) parts.next()).reason()).isEqualTo(Reason.INCOMPLETE);
    }

    @Test
    void refusesAnExponentThatNoNumberHas() {
        Broken broken = Bodies.broken(elements(Bodies.of("[1, {\"a\": -1E-99999999999999999999}]")));
        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).contains("the exponent of this number is too large");
    }

    @Test
    void readsWhatComesAByteAtATime() {
        assertThat(Bodies.values(elements(Bodies.dripping(" [ {\"a\":\"ü\"} , 12 ] "))))
                .containsExactly("{\"a\":\"ü\"}", "12");
    }

    @Test
    void saysLineAndIndexOfEach() {
        assertThat(Bodies.all(elements(Bodies.of("[\n1,\n\n2, 3]"))))
                .filteredOn(Element.class::isInstance)
                .extracting(part -> ((Element) part).place())
                .containsExactly(new Place(2, 0L), new Place(4, 1L), new Place(4, 2L));
    }

    @Test
    void endsAtOnceWhenTheArrayIsEmpty() {
        assertThat(Bodies.all(elements(Bodies.of(" [ ] ")))).containsExactly(new End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n"})
    void saysThatTheBodyIsEmpty(String text) {
        Broken broken = Bodies.broken(elements(Bodies.of(text)));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).startsWith("the body is empty; send");
    }

    @Test
    void takesNoBodyForNoItemsWhereThatIsFine() {
        BodyStream nothing = new BodyStream(Bodies.of(""), 10);

        assertThat(new JsonArrayElements(nothing, StrictJson.mapper(500), MAX_ELEMENT, true).next())
                .isEqualTo(new End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "1", "\"x\"", "null"})
    void saysThatTheBodyIsNoArray(String text) {
        assertThat(Bodies.broken(elements(Bodies.of(text))).detail())
                .isEqualTo(
                        "line 1, column 1: the body is no JSON array; send the items as a JSON array, or one a line as"
                                + " application/x-ndjson");
    }

    @Test
    void namesLineAndColumnOfWhatIsNoJson() {
        List<BodyPart> parts = Bodies.all(elements(Bodies.of("[1,\n 2,\n oops]")));

        assertThat(parts).hasSize(3);
        assertThat((Broken) parts.getLast()).satisfies(broken -> {
            assertThat(broken.place()).isEqualTo(new Place(3, 2L));
            assertThat(broken.column()).isEqualTo(2);
            assertThat(broken.detail()).startsWith("line 3, column 2: Unrecognized token 'oops'");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[1", "[1,]", "[,]", "[1 2]", "[1]]", "[1] 2", "[{\"a\":1,\"a\":2}]", "[NaN]", "[\"\u0001\"]"})
    void takesNothingThatIsNoJson(String text) {
        Broken broken = Bodies.broken(elements(Bodies.of(text)));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).startsWith("line 1, column ").doesNotContain("fasterxml", "java.", "\n");
    }

    @Test
    void refusesAnElementAboveTheLimit() {
        Broken broken = Bodies.broken(elements(Bodies.of("[1, \"" + "x".repeat(MAX_ELEMENT) + "\", 2]")));

        assertThat(broken.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(broken.detail()).isEqualTo("element 1 is longer than 50,000 bytes");
        assertThat(broken.place()).isEqualTo(new Place(1, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"", "[ ", "[["})
    void refusesAnElementThatNeverEnds(String beginning) {
        InputStream body = new java.io.SequenceInputStream(Bodies.of(beginning), Bodies.endless("      "));

        assertThat(Bodies.broken(elements(body)).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void takesManyElementsThatAreLongerTogether() {
        String array = "[" + "\"0123456789\",".repeat(50_000) + "1]";

        assertThat(Bodies.values(elements(Bodies.of(array)))).hasSize(50_001);
    }

    @Test
    void namesTheLimitOfNesting() {
        Broken broken = Bodies.broken(elements(Bodies.of("[1," + "[".repeat(10_000) + "]".repeat(10_000) + "]")));

        assertThat(broken.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(broken.detail()).contains("nesting depth").contains("(500)");
    }

    private static BodyParts elements(InputStream body) {
        return new JsonArrayElements(new BodyStream(body, Long.MAX_VALUE), StrictJson.mapper(500), MAX_ELEMENT, false);
    }
}
