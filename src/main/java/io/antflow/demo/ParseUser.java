package io.antflow.demo;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

@Singleton
@Identifier("parse_user")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class ParseUser implements Task<UserRecord, User> {

    private static final int LINE_FIELDS = 5;

    @Override
    public String description() {
        return "Reads a user from a record of texts.";
    }

    @Override
    public User run(UserRecord input, TaskContext context) throws BadRecordException {
        UserRecord user = input.line() == null ? input : split(input, input.line());
        return new User(
                required("id", user.id()),
                required("name", user.name()),
                required("email", user.email()),
                age(required("age", user.age())),
                date(required("signed_up", user.signedUp())),
                required("country", user.country()),
                user.profile());
    }

    private static UserRecord split(UserRecord user, String line) throws BadRecordException {
        String[] fields = line.split(";", -1);
        if (fields.length != LINE_FIELDS) {
            throw new UnreadableRecordException(
                    "a line has %d fields, not %d: '%s'".formatted(LINE_FIELDS, fields.length, line));
        }
        return new UserRecord(user.id(), null, fields[0], fields[1], fields[2], fields[3], fields[4], user.profile());
    }

    private static String required(String field, @Nullable String text) throws BadRecordException {
        if (text == null || text.isBlank()) {
            throw new MissingFieldException(field);
        }
        return text.strip();
    }

    private static int age(String text) throws BadRecordException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new UnreadableRecordException("age is a whole number, not '" + text + "'");
        }
    }

    private static LocalDate date(String text) throws BadRecordException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new UnreadableRecordException("signed_up is a date such as 2024-05-01, not '" + text + "'");
        }
    }
}
