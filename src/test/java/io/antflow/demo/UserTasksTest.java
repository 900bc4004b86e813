package io.antflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTasksTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private static final User ADA =
            new User("me", "Ada Lovelace", "ada@example.com", 36, LocalDate.of(2024, 5, 1), "GB", null);

    @Test
    void readsAUserFromFields() throws Exception {
        assertThat(
                        parse(
                                "{id: 'me', name: ' Ada Lovelace', email: 'ada@example.com', age: 36, signed_up: '2024-05-01', country: 'GB'}"))
                .isEqualTo(ADA);
    }

    @Test
    void readsAUserFromALine() throws Exception {
        assertThat(parse("{id: 'me', line: 'Ada Lovelace;ada@example.com;36;2024-05-01;GB'}"))
                .isEqualTo(ADA);
    }

    @Test
    void keepsAProfile() throws Exception {
        assertThat(parse("{id: 'me', line: 'Ada;a@b.c;36;2024-05-01;GB', profile: {department: 'Design', badge: '7'}}")
                        .profile())
                .isEqualTo(new Profile("Design", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{line: 'Ada;a@b.c;36;2024-05-01;GB'}          | MissingFieldException | field 'id' is missing",
                "{id: 'me', line: ' ;a@b.c;36;2024-05-01;GB'}  | MissingFieldException | field 'name' is missing",
                "{id: 'me', line: 'Ada;;36;2024-05-01;GB'}     | MissingFieldException | field 'email' is missing",
                "{id: 'me', name: 'Ada', email: 'a@b.c'}       | MissingFieldException | field 'age' is missing",
                "{id: 'me', line: 'Ada;a@b.c;4o;2024-05-01;GB'} | UnreadableRecordException | age is a whole number, not '4o'",
                "{id: 'me', line: 'Ada;a@b.c;36;2023-02-30;GB'} | UnreadableRecordException | signed_up is a date such as 2024-05-01, not '2023-02-30'",
                "{id: 'me', line: 'Ada,a@b.c'}                 | UnreadableRecordException | a line has 5 fields, not 1: 'Ada,a@b.c'",
            })
    void saysWhatIsWrongWithARecord(String record, String type, String message) {
        assertThatThrownBy(() -> parse(record))
                .isInstanceOf(BadRecordException.class)
                .hasMessage(message)
                .extracting(e -> e.getClass().getSimpleName())
                .isEqualTo(type);
    }

    @Test
    void letsGoodUsersThrough() throws Exception {
        assertThat(new CheckCountry().run(ADA, Attempt.FIRST)).isSameAs(ADA);
        assertThat(new ValidateEmail().run(ADA, Attempt.FIRST)).isSameAs(ADA);
        assertThat(new ValidateAge().run(ADA, Attempt.FIRST)).isSameAs(ADA);
    }

    @Test
    void refusesCountriesThatDoNotExist() {
        User user = new User("me", "Ada", "a@b.c", 36, ADA.signedUp(), "UK", null);

        assertThatThrownBy(() -> new CheckCountry().run(user, Attempt.FIRST))
                .isInstanceOf(UnknownCountryException.class)
                .hasMessage("'UK' is no country of ISO 3166");
    }

    @ParameterizedTest
    @CsvSource({"a", "a@", "@b.c", "a@b", "a b@c.d", "a@@b.c", "a@b..c", "a@.b.c"})
    void refusesWhatIsNoEmailAddress(String email) {
        User user = new User("me", "Ada", email, 36, ADA.signedUp(), "GB", null);

        assertThatThrownBy(() -> new ValidateEmail().run(user, Attempt.FIRST))
                .isInstanceOf(InvalidEmailException.class)
                .hasMessage("'" + email + "' is no email address");
    }

    @ParameterizedTest
    @CsvSource({"-1", "131"})
    void refusesImpossibleAges(int age) {
        User user = new User("me", "Ada", "a@b.c", age, ADA.signedUp(), "GB", null);

        assertThatThrownBy(() -> new ValidateAge().run(user, Attempt.FIRST))
                .isInstanceOf(InvalidAgeException.class)
                .hasMessage("age is 0 to 130, not " + age);
    }

    private static User parse(String record) throws BadRecordException, JsonProcessingException {
        return new ParseUser().run(MAPPER.readValue(record, UserRecord.class), Attempt.FIRST);
    }
}
