package io.antflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.api.access.GuardedAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {

    private static final String ONE = GuardedAccess.sha256("antflow_1");
    private static final String TWO = GuardedAccess.sha256("antflow_2");

    @Test
    void knowsAKeyByItsDigest() {
        ApiKeys keys = ApiKeys.of("""
                # the team's keys

                ci operator %s   # the build
                \tdashboard\tviewer %s
                """.formatted(ONE, TWO.toUpperCase()));

        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.find("antflow_1")).hasValueSatisfying(key -> {
            assertThat(key.name()).isEqualTo("ci");
            assertThat(key.role()).isEqualTo(Role.OPERATOR);
        });
        assertThat(keys.find("antflow_2")).map(ApiKey::name).hasValue("dashboard");
        assertThat(keys.find("antflow_3")).isEmpty();
        assertThat(keys.find(ONE)).as("the digest is no key").isEmpty();
    }

    @Test
    void aNameMayHaveANewKeyBesideTheOldOne() {
        ApiKeys keys = ApiKeys.of("ci operator %s\nci operator %s".formatted(ONE, TWO));

        assertThat(keys.find("antflow_1")).map(ApiKey::name).hasValue("ci");
        assertThat(keys.find("antflow_2")).map(ApiKey::name).hasValue("ci");
    }

    @Test
    void aKeyCountsNoLongerWhenItsRoleOrNameHasChanged() {
        ApiKey key = ApiKeys.of("ci operator " + ONE).find("antflow_1").orElseThrow();

        assertThat(ApiKeys.of("# moved\nci operator " + ONE).has(key)).isTrue();
        assertThat(ApiKeys.of("ci viewer " + ONE).has(key)).isFalse();
        assertThat(ApiKeys.of("cd operator " + ONE).has(key)).isFalse();
        assertThat(ApiKeys.of("ci operator " + TWO).has(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                 | has no key: add a line 'name role sha256-of-the-key'",
                "ci operator       | line 2 has 2 fields: a key is 'name role sha256-of-the-key'",
                "ci operator ONE x | line 2 has 4 fields: a key is 'name role sha256-of-the-key'",
                "c/i operator ONE  | line 2 begins with no name: 1 to 64 letters, digits, '.', '_', '@' or '-', not beginning as a key does",
                "antflow_secret operator ONE | line 2 begins with no name: 1 to 64 letters, digits, '.', '_', '@' or '-', not beginning as a key does",
                "ci root ONE       | line 2 has no role: it is viewer, operator or admin",
                "ci operator antflow_secret | line 2 has no SHA-256 of a key: it is 64 hexadecimal digits, by printf %s \"$KEY\" PIPE sha256sum; never write the key itself here",
                "ci operator ONE; ci viewer TWO | line 3 gives 'ci' a second role: take another name",
                "ci operator ONE; cd operator ONE | line 3 has the key of 'ci' again",
            })
    void whatIsWrongIsSaidWithItsLineAndRepeatsNoKey(String lines, String said) {
        String text = "# keys\n"
                + (lines == null ? "" : lines)
                        .replace("ONE", ONE)
                        .replace("TWO", TWO)
                        .replace("; ", "\n");

        assertThatThrownBy(() -> ApiKeys.of(text))
                .isInstanceOf(MalformedKeysException.class)
                .hasMessage(said.replace("PIPE", "|"));
        assertThat(said).doesNotContain("secret");
    }

    @Test
    void aKeySaysNothingOfItselfWhenItIsPrinted() {
        ApiKey key = ApiKeys.of("ci operator " + ONE).find("antflow_1").orElseThrow();

        assertThat(key).hasToString("ci (operator, %s…)".formatted(ONE.substring(0, 8)));
    }
}
