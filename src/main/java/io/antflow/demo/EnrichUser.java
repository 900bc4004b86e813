package io.antflow.demo;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

@Singleton
@Identifier("enrich_user")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class EnrichUser implements Task<User, User> {

    private final Directory directory;

    EnrichUser(Directory directory) {
        this.directory = directory;
    }

    @Override
    public String description() {
        return "Asks the directory for a user's profile.";
    }

    @Override
    public User run(User user, TaskContext context) throws Exception {
        context.setStatus("asking the directory about " + user.name());
        return user.withProfile(directory.profileOf(user, context.attempt()));
    }
}
