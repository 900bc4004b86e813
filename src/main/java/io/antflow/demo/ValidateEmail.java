package io.antflow.demo;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

@Singleton
@Identifier("validate_email")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class ValidateEmail implements Task<User, User> {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");

    @Override
    public String description() {
        return "Lets only users with an email address through.";
    }

    @Override
    public User run(User user, TaskContext context) throws BadRecordException {
        if (!ADDRESS.matcher(user.email()).matches()) {
            throw new InvalidEmailException(user.email());
        }
        return user;
    }
}
