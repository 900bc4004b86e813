package io.antflow.demo;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

@Singleton
@Identifier("validate_age")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class ValidateAge implements Task<User, User> {

    private static final int MAX_AGE = 130;

    @Override
    public String description() {
        return "Lets only users of a possible age through.";
    }

    @Override
    public User run(User user, TaskContext context) throws BadRecordException {
        if (user.age() < 0 || user.age() > MAX_AGE) {
            throw new InvalidAgeException(user.age());
        }
        return user;
    }
}
