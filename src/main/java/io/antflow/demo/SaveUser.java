package io.antflow.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.config.DemoConfig;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

@Singleton
@Identifier("save_user")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class SaveUser implements Task<User, SavedUser> {

    private final Path folder;
    private final ObjectMapper mapper;
    private final LineFiles files;

    SaveUser(DemoConfig config, ObjectMapper mapper, LineFiles files) {
        this.folder = config.dataDir();
        this.mapper = mapper;
        this.files = files;
    }

    @Override
    public String description() {
        return "Appends a user to the run's file, as a line of JSON.";
    }

    @Override
    public SavedUser run(User user, TaskContext context) throws IOException {
        Path file = files.append(folder, "users-" + context.runId() + ".ndjson", mapper.writeValueAsString(user));
        return new SavedUser(user.id(), file.toString());
    }
}
