package io.antflow.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A named, ordered list of stages. Immutable and valid: what breaks a rule can't be made.
 *
 * @param name unique among the pipelines of a service
 * @param stages in the order that items go through them, at least one
 * @param collectResults false: values are dropped as soon as an item has ended, and only counted
 */
public record Pipeline(String name, List<Stage> stages, boolean collectResults) {

    /** @throws InvalidPipelineException with every violation */
    public Pipeline {
        stages = List.copyOf(stages);
        List<Violation> violations = Rules.violations(name, stages);
        if (!violations.isEmpty()) {
            throw new InvalidPipelineException(name, violations);
        }
    }

    /** A pipeline of these stages that keeps its results. */
    public static Pipeline of(String name, Stage... stages) {
        return new Pipeline(name, List.of(stages), true);
    }

    /** Begins a pipeline without stages. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** One stage a task, named after it: {@code my_cool_task} makes the stage {@code MyCoolTask}. */
    public static Pipeline quick(String name, int workersPerStage, NamedTask... tasks) {
        Builder builder = named(name);
        for (NamedTask task : tasks) {
            builder.stage(
                    stageName(task.name()), s -> s.workers(workersPerStage).task(task.name(), task.task()));
        }
        return builder.build();
    }

    private static String stageName(String taskName) {
        return Arrays.stream(taskName.split("[^\\p{Alnum}]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The stage that items enter when none is named. */
    public Stage firstStage() {
        return stages.getFirst();
    }

    /** The stage names, in order. */
    public List<String> stageNames() {
        return stages.stream().map(Stage::name).toList();
    }

    /** Collects stages; not thread-safe. */
    public static final class Builder {

        private final String name;
        private final List<Stage> stages = new ArrayList<>();
        private boolean collectResults = true;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a stage. */
        public Builder stage(Stage stage) {
            stages.add(stage);
            return this;
        }

        /** Adds a stage of that name: {@code .stage("Fetch", s -> s.workers(5).task("fetch", fetch))}. */
        public Builder stage(String stageName, UnaryOperator<Stage.Builder> details) {
            return stage(details.apply(Stage.named(stageName)).build());
        }

        /** Whether values are kept for those who ask for results. */
        public Builder collectResults(boolean collect) {
            this.collectResults = collect;
            return this;
        }

        /**
         * The pipeline as said so far.
         *
         * @throws InvalidPipelineException with every violation
         */
        public Pipeline build() {
            return new Pipeline(name, stages, collectResults);
        }
    }
}
