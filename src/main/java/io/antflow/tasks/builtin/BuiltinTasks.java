package io.antflow.tasks.builtin;

import io.antflow.config.DemoConfig;
import io.antflow.pipeline.Task;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Expressions;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The tasks of this package as beans, by name. */
@Singleton
final class BuiltinTasks {

    /** Lines a second of all log tasks together, whatever they ask for. */
    private static final int LOG_LINES_PER_SECOND = 100;

    private static final int OPEN_FILES = 100;

    private final Expressions expressions;
    private final JsonSchemas schemas = new JsonSchemas();

    BuiltinTasks(Expressions expressions) {
        this.expressions = expressions;
    }

    @Produces
    @Singleton
    @Identifier("transform")
    TaskFactory transform() {
        return task("transform", TransformTask::of);
    }

    @Produces
    @Singleton
    @Identifier("validate")
    TaskFactory validate() {
        return task("validate", with -> ValidateTask.of(with, schemas));
    }

    @Produces
    @Singleton
    @Identifier("filter")
    TaskFactory filter() {
        return task("filter", FilterTask::of);
    }

    @Produces
    @Singleton
    @Identifier("delay")
    TaskFactory delay() {
        return task("delay", with -> DelayTask.of(with, Thread::sleep));
    }

    @Produces
    @Singleton
    @Identifier("log")
    TaskFactory log() {
        LongSupplier nanoTime = System::nanoTime;
        LogBudget all = new LogBudget(LOG_LINES_PER_SECOND, nanoTime);
        Logger logger = Logger.getLogger("io.antflow.tasks.log");
        return task("log", with -> LogTask.of(with, all, nanoTime, logger));
    }

    @Produces
    @Singleton
    @Identifier("fail")
    TaskFactory fail() {
        return task(
                "fail", with -> FailTask.of(with, ThreadLocalRandom.current().nextLong(), Thread::sleep));
    }

    @Produces
    @Singleton
    @Identifier("file")
    TaskFactory file(DataFolder folder) {
        return task("file", with -> FileTask.of(with, folder));
    }

    @Produces
    @Singleton
    DataFolder dataFolder(DemoConfig config, AppendFiles files) {
        return new DataFolder(config.dataDir(), files);
    }

    @Produces
    @Singleton
    AppendFiles appendFiles() {
        return new AppendFiles(OPEN_FILES);
    }

    void close(@Disposes AppendFiles files) throws IOException {
        files.close();
    }

    private TaskFactory task(String name, Function<With, Task<?, ?>> reader) {
        return new BuiltinTask(ParameterSchema.of(name, schemas), expressions, reader);
    }
}
