package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private static final Task<Object, Object> SAME = (input, context) -> input;

    @Test
    void whatIsNotSaidHasItsDefault() {
        Stage stage = Stage.named("A").task("same", SAME).build();

        assertThat(stage.workers()).isEqualTo(1);
        assertThat(stage.retry()).isEqualTo(Retry.defaults());
        assertThat(stage.queueCapacity()).isEqualTo(10);
        assertThat(stage.taskTimeout()).isNull();
        assertThat(stage.callRate()).isNull();
        assertThat(stage.pull()).isFalse();
        assertThat(stage.skipIf()).isNull();
        assertThat(stage.taskConcurrencyLimits()).isEmpty();
        assertThat(stage.callbacks()).isSameAs(StageCallbacks.NONE);
    }

    @Test
    void theDefaultCapacityIsTenForEachWorker() {
        assertThat(Stage.named("A").workers(7).build().queueCapacity()).isEqualTo(70);
        assertThat(Stage.named("A").workers(7).queueCapacity(3).build().queueCapacity())
                .isEqualTo(3);
        assertThat(Stage.named("A").queueCapacity(3).workers(7).build().queueCapacity())
                .isEqualTo(3);
        assertThat(Stage.named("A").workers(Integer.MAX_VALUE).build().queueCapacity())
                .as("no overflow")
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(Stage.named("A").queueCapacity(Stage.UNBOUNDED).build().queueCapacity())
                .isZero();
    }

    @Test
    void theBuilderSaysTheSameAsStageObjects() {
        Backoff backoff = Backoff.fixed(Duration.ofSeconds(2));
        Pipeline built = Pipeline.named("p")
                .stage("Fetch", s -> s.workers(5).task("fetch", SAME).taskAttempts(4, backoff))
                .stage(
                        "Save",
                        s -> s.task("save", SAME).stageAttempts(2, backoff).pull(true))
                .collectResults(false)
                .build();

        Stage fetch = Stage.named("Fetch")
                .workers(5)
                .task("fetch", SAME)
                .retry(new Retry(Retry.Scope.PER_TASK, 4, 3, backoff, List.of(), List.of()))
                .build();
        Stage save = Stage.named("Save")
                .task("save", SAME)
                .retry(new Retry(Retry.Scope.PER_STAGE, 3, 2, backoff, List.of(), List.of()))
                .pull(true)
                .build();
        assertThat(built).isEqualTo(new Pipeline("p", List.of(fetch, save), false));
    }

    @Test
    void resultsAreCollectedUnlessSaidOtherwise() {
        assertThat(Pipeline.of("p", Stage.named("A").task("same", SAME).build()).collectResults())
                .isTrue();
    }

    @Test
    void namesItsStagesInOrder() {
        Pipeline pipeline = Pipeline.named("p")
                .stage("B", s -> s.task("t", SAME))
                .stage("A", s -> s.task("t", SAME))
                .build();

        assertThat(pipeline.stageNames()).containsExactly("B", "A");
        assertThat(pipeline.firstStage().name()).isEqualTo("B");
    }

    @Test
    void quickMakesOneStageATaskNamedAfterIt() {
        Pipeline quick = Pipeline.quick(
                "q",
                4,
                new NamedTask("my_cool_task", SAME),
                new NamedTask("save", SAME),
                new NamedTask("x-2.y z", SAME));

        assertThat(quick.stageNames()).containsExactly("MyCoolTask", "Save", "X2YZ");
        assertThat(quick.stages())
                .allSatisfy(stage -> assertThat(stage.workers()).isEqualTo(4));
        assertThat(quick.firstStage().tasks()).containsExactly(new NamedTask("my_cool_task", SAME));
    }

    @Test
    void quickKeepsCapitalsWithinAWord() {
        assertThat(Pipeline.quick("q", 1, new NamedTask("fetchUser", SAME)).stageNames())
                .containsExactly("FetchUser");
    }

    @Test
    void changingTheListsItWasMadeOfChangesNothing() {
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.named("A").task("same", SAME).build());
        Pipeline pipeline = new Pipeline("p", stages, true);

        stages.clear();

        assertThat(pipeline.stages()).hasSize(1);
        assertThatThrownBy(() -> pipeline.stages().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pipeline.firstStage().tasks().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pipeline.firstStage().taskConcurrencyLimits().put("same", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void changingAttemptsKeepsWhatIsRetried() {
        Stage stage = Stage.named("A")
                .retry(new Retry(
                        Retry.Scope.PER_TASK,
                        3,
                        3,
                        Backoff.fixed(Duration.ZERO),
                        List.of(IllegalStateException.class),
                        List.of(IllegalArgumentException.class)))
                .taskAttempts(5, Backoff.fixed(Duration.ZERO))
                .build();

        assertThat(stage.retry().retryOn()).containsExactly(IllegalStateException.class);
        assertThat(stage.retry().giveUpOn()).containsExactly(IllegalArgumentException.class);
    }

    @Test
    void aResultHasFailedWhenItHasAnError() {
        Failure failure = new Failure("java.io.IOException", "gone", "A", 3, new java.io.IOException("gone"));

        assertThat(new Result(1L, null, 1, Map.of(), failure, null).failed()).isTrue();
        assertThat(new Result(1L, null, 1, Map.of(), null, null).failed()).isFalse();
    }
}
