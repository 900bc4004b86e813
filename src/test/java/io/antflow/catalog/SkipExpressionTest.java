package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkipExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".cached == true      | {cached: true}        | true",
                ".cached == true      | {}                    | false",
                ".cached == true      | null                  | false",
                ".age > 17            | {age: 18}             | true",
                "`.tags | any(. == \"x\")` | {tags: ['a', 'x']} | true",
                "`.name | test(\"^A\")` | {name: 'Bob'}         | false",
                ". == 5               | 5                     | true",
                "true                 | []                    | true"
            })
    void answersForTheItemsValue(String expression, String value, boolean answer) throws Exception {
        assertThat(ask(expression, Definitions.json(value))).isEqualTo(answer);
    }

    @Test
    void seesAValueOfJavaAsJson() throws Exception {
        assertThat(ask(".cached", Map.of("cached", true))).isTrue();
        assertThat(ask(". == null", null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                ".cached             | {}          | skip_if '.cached' gives null, not true or false",
                ".cached             | {cached: 1} | skip_if '.cached' gives 1, not true or false",
                ".                   | {a: 1}      | skip_if '.' gives an object, not true or false",
                ".[]                 | []          | skip_if '.[]' gives 0 values, not one",
                ".[]                 | [true,true] | skip_if '.[]' gives 2 values, not one",
                "error               | 'no'        | skip_if 'error' fails: no",
                ".a.b                | {a: 1}      | skip_if '.a.b' fails: Cannot index number with string \"b\"",
                "def f: f; f         | 1           | skip_if 'def f: f; f' calls itself too often, or without end",
            })
    void failsTheItemWhenItIsNotAnsweredWithYesOrNo(String expression, String value, String message) {
        assertThatThrownBy(() -> ask(expression, Definitions.json(value)))
                .isInstanceOf(SkipExpressionException.class)
                .hasMessage(message);
    }

    private static boolean ask(String expression, @Nullable Object value) throws Exception {
        return new SkipExpression(Definitions.expressions().compile(expression), Definitions.VALUES)
                .test(value, new NoItem());
    }

    /** Expressions ask about the value alone. */
    private static final class NoItem implements ItemContext {
        @Override
        public String runId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String pipeline() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String stage() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object itemId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long sequenceId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, @Nullable Object> metadata() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int priority() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean feed(Item item) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean feed(Item item, String stage) {
            throw new UnsupportedOperationException();
        }
    }
}
