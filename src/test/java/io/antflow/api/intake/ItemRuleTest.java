package io.antflow.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Item;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemRuleTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "null", "true", "[1]", "{}", "{\"value\":1}", "{\"ID\":1}"})
    void takesWhatHasNoIdAsTheValue(String json) throws Exception {
        Item item = item(json);

        assertThat(item.id()).isNull();
        assertThat(item.value()).isEqualTo(node(json));
        assertThat(item.metadata()).isEmpty();
        assertThat(item.priority()).isEqualTo(7);
    }

    @Test
    void takesTheValueOfAnObjectWithAnId() throws Exception {
        Item item = item("{\"id\": \"a-1\", \"value\": {\"x\": 1}, \"tag\": \"t\", \"n\": null}");

        assertThat(item.id()).isEqualTo("a-1");
        assertThat(item.value()).isEqualTo(node("{\"x\": 1}"));
        assertThat(item.metadata()).isEqualTo(Map.of("tag", node("\"t\""), "n", node("null")));
    }

    @Test
    void takesAValueOfNullAsAValue() throws Exception {
        assertThat(item("{\"id\": 1, \"value\": null}").value()).isEqualTo(node("null"));
    }

    @Test
    void takesTheWholeObjectWhenItHasNoValue() throws Exception {
        Item item = item("{\"id\": 17, \"name\": \"Ada\"}");

        assertThat(item.id()).isEqualTo(17L);
        assertThat(item.value()).isEqualTo(node("{\"id\": 17, \"name\": \"Ada\"}"));
        assertThat(item.metadata()).containsOnlyKeys("name");
    }

    @Test
    void keepsAnIdOfAnySize() throws Exception {
        assertThat(item("{\"id\": 123456789012345678901234567890}").id())
                .isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(item("{\"id\": -9223372036854775808}").id()).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":null} | not null",
                "{\"id\":1.5} | not one with a fraction",
                "{\"id\":1e3} | not one with a fraction or exponent",
                "{\"id\":true} | not a truth value",
                "{\"id\":[1]} | not an array",
                "{\"id\":{\"a\":1}} | not an object",
                "{\"id\":\"\"} | 1 to 256 characters",
                "{\"id\":\"a\\nb\"} | no control characters",
                "{\"id\":\"a\\u0000\"} | no control characters",
                "{\"id\":\"a\\u0085\"} | no control characters",
                "{\"id\":\"a\\ud800\"} | no lone surrogates"
            })
    void saysWhatIsWrongWithAnId(String json, String why) {
        assertThatThrownBy(() -> item(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void takesAnIdOfTheFullLengthAndNoMore() throws Exception {
        assertThat(item("{\"id\":\"" + "x".repeat(256) + "\"}").id()).isEqualTo("x".repeat(256));
        assertThatThrownBy(() -> item("{\"id\":\"" + "x".repeat(257) + "\"}")).hasMessageContaining("not 257");
    }

    private static Item item(String json) throws JsonProcessingException {
        return ItemRule.item(node(json), 7);
    }

    private static JsonNode node(String json) throws JsonProcessingException {
        return StrictJson.mapper(500).readTree(json);
    }
}
