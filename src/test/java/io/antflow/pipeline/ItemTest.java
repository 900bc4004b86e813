package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {

    @Test
    void aPlainValueHasNoIdNoMetadataAndTheDefaultPriority() {
        Item item = Item.of("value");

        assertThat(item.id()).isNull();
        assertThat(item.value()).isEqualTo("value");
        assertThat(item.metadata()).isEmpty();
        assertThat(item.priority()).isEqualTo(100);
    }

    @Test
    void nullIsAValue() {
        assertThat(Item.of(null).value()).isNull();
        assertThat(Item.of("a", null).value()).isNull();
    }

    @Test
    void wholeNumbersOfEveryWidthAreTheSameId() {
        assertThat(Item.of((byte) 17, 0).id()).isEqualTo(17L);
        assertThat(Item.of((short) 17, 0).id()).isEqualTo(17L);
        assertThat(Item.of(17, 0).id()).isEqualTo(17L);
        assertThat(Item.of(17L, 0).id()).isEqualTo(17L);
        assertThat(Item.of(BigInteger.valueOf(17), 0).id()).isEqualTo(17L);
    }

    @Test
    void numbersBeyondALongAreIdsToo() {
        BigInteger huge = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);

        assertThat(Item.of(huge, 0).id()).isEqualTo(huge);
        assertThat(Item.of(BigInteger.valueOf(Long.MIN_VALUE), 0).id()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whatIsNeitherTextNorWholeNumberIsNoId() {
        for (Object none : List.of(1.5, 1.0f, new BigDecimal("17"), true, 'a', List.of(1))) {
            assertThatIllegalArgumentException()
                    .as("%s", none.getClass())
                    .isThrownBy(() -> Item.of(none, 0))
                    .withMessageContaining("a string or a whole number")
                    .withMessageContaining(none.getClass().getSimpleName().substring(0, 4));
        }
    }

    @Test
    void anIdHasOneTo256Characters() {
        assertThat(Item.of("x".repeat(256), 0).id()).isEqualTo("x".repeat(256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Item.of("x".repeat(257), 0))
                .withMessageContaining("257");
        assertThatIllegalArgumentException().isThrownBy(() -> Item.of("", 0)).withMessageContaining("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\t", "nul\u0000", "del\u007f", "c1\u0085"})
    void controlCharactersMakeNoId(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Item.of(id, 0))
                .withMessageContaining("control")
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).chars()).noneMatch(Character::isISOControl));
    }

    @Property(tries = 200)
    void everyOtherTextIsKeptAsItIs(
            @ForAll @StringLength(min = 1, max = 256) @CharRange(from = ' ', to = '~') String id) {
        assertThat(Item.of(id, 0).id()).isEqualTo(id);
    }

    @Test
    void metadataIsACopyThatCannotBeChanged() {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("source", "a");
        given.put("none", null);
        Item item = Item.of("v").withMetadata(given);

        given.put("source", "changed");

        assertThat(item.metadata()).containsEntry("source", "a").containsEntry("none", null);
        assertThatThrownBy(() -> item.metadata().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void metadataKeepsItsOrder() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            given.put("key" + i, i);
        }

        assertThat(new ArrayList<>(Item.of("v").withMetadata(given).metadata().keySet()))
                .isEqualTo(new ArrayList<>(given.keySet()));
    }

    @Test
    void changingOnePartKeepsTheOthers() {
        Item item = Item.of("id", "v").withMetadata(Map.of("k", 1)).withPriority(-5);

        assertThat(item.withPriority(7)).isEqualTo(new Item("id", "v", Map.of("k", 1), 7));
        assertThat(item.withMetadata(Map.of())).isEqualTo(new Item("id", "v", Map.of(), -5));
    }
}
