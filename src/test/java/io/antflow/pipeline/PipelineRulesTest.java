package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of a valid pipeline: its violation names the field, the stage and the value. */
class PipelineRulesTest {

    private static final Task<Object, Object> SAME = (input, context) -> input;

    @Test
    void tellsEveryViolationAtOnceInTheOrderOfTheDefinition() {
        List<Violation> violations = violations(
                "p",
                Stage.named("A").workers(0).build(),
                Stage.named("A")
                        .workers(-1)
                        .task("t", SAME)
                        .taskAttempts(0, Backoff.fixed(Duration.ofSeconds(-1)))
                        .taskConcurrencyLimit("unknown", 0)
                        .build());

        assertThat(violations)
                .extracting(Violation::field)
                .containsExactly(
                        "stages[0].workers",
                        "stages[0].tasks",
                        "stages[1].name",
                        "stages[1].workers",
                        "stages[1].task_attempts",
                        "stages[1].task_wait_seconds",
                        "stages[1].task_concurrency_limits.unknown",
                        "stages[1].task_concurrency_limits.unknown");
    }

    @Test
    void theMessageNamesThePipelineAndAllViolations() {
        InvalidPipelineException e =
                refused("users", Stage.named("A").workers(0).build());

        assertThat(e)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("users")
                .hasMessageContaining("stages[0].workers")
                .hasMessageContaining("stages[0].tasks");
    }

    @Test
    void hasAtLeastOneStage() {
        assertOnly(violations("p"), "stages", "at least one stage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a\nb", "<b>", "a/b", "a{b}", "a\u001b[31m"})
    void aNameIsPlainText(String name) {
        assertThat(violations(name, valid("A"))).extracting(Violation::field).containsExactly("name");
        assertThat(violations("p", valid(name))).extracting(Violation::field).containsExactly("stages[0].name");
        assertThat(violations("p", Stage.named("A").task(name, SAME).build()))
                .extracting(Violation::field)
                .containsExactly("stages[0].tasks[0]");
    }

    @Test
    void aNameHasUpTo100Characters() {
        assertThat(violations("p", valid("x".repeat(101))))
                .extracting(Violation::field)
                .containsExactly("stages[0].name");
        assertThat(Pipeline.of("p", valid("x".repeat(100))).stages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "Étape 2", "my_cool-task.v2", "阶段"})
    void namesMayBeInAnyScript(String name) {
        assertThat(Pipeline.of(name, valid(name)).name()).isEqualTo(name);
    }

    @Test
    void aStageNameIsUnique() {
        assertOnly(violations("p", valid("A"), valid("B"), valid("A")), "stages[2].name", "stage 'A' is there twice");
    }

    @Test
    void aTaskNameIsUniqueInItsStage() {
        assertOnly(
                violations("p", Stage.named("A").task("t", SAME).task("t", SAME).build()),
                "stages[0].tasks[1]",
                "stage 'A': task 't' is there twice");
        assertThat(Pipeline.of("p", valid("A"), valid("B")).stages())
                .as("two stages may have the same task")
                .hasSize(2);
    }

    @Test
    void aStageHasAtLeastOneTask() {
        assertOnly(violations("p", Stage.named("A").build()), "stages[0].tasks", "stage 'A': has at least one task");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 10_001, Integer.MAX_VALUE})
    void workersAreOneTo10000(int workers) {
        assertOnly(
                violations(s -> s.workers(workers).queueCapacity(1)),
                "stages[0].workers",
                "stage 'A': workers is 1 to 10000, not " + workers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void attemptsAreAtLeastOne(int attempts) {
        assertOnly(
                violations(s -> s.taskAttempts(attempts, Backoff.fixed(Duration.ZERO))),
                "stages[0].task_attempts",
                "stage 'A': task_attempts is at least 1, not " + attempts);
        assertOnly(
                violations(s -> s.stageAttempts(attempts, Backoff.fixed(Duration.ZERO))),
                "stages[0].stage_attempts",
                "stage 'A': stage_attempts is at least 1, not " + attempts);
    }

    @Test
    void aQueueCapacityIsNotNegative() {
        assertOnly(
                violations(s -> s.queueCapacity(-1)),
                "stages[0].queue_capacity",
                "stage 'A': queue_capacity is at least 0, not -1");
    }

    @Test
    void aLimitIsAboutATaskOfTheStage() {
        assertOnly(
                violations(s -> s.taskConcurrencyLimit("nope", 1)),
                "stages[0].task_concurrency_limits.nope",
                "stage 'A': has no task 'nope'; its tasks are [same]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aLimitIsAtLeastOne(int limit) {
        assertOnly(
                violations(s -> s.taskConcurrencyLimit("same", limit)),
                "stages[0].task_concurrency_limits.same",
                "stage 'A': the limit of task 'same' is at least 1, not " + limit);
    }

    @Test
    void theFirstStageDoesNotPull() {
        assertOnly(violations(s -> s.pull(true)), "stages[0].pull", "no stage before it");
        assertThat(Pipeline.of(
                                "p",
                                valid("A"),
                                Stage.named("B").task("t", SAME).pull(true).build())
                        .stages())
                .hasSize(2);
    }

    @Test
    void aWaitIsFromZeroToAWeek() {
        assertOnly(
                violations(s -> s.taskAttempts(2, Backoff.fixed(Duration.ofSeconds(-1)))),
                "stages[0].task_wait_seconds",
                "-1.0");
        assertThat(violations(s -> s.taskAttempts(2, Backoff.fixed(Duration.ofDays(8)))))
                .extracting(Violation::field)
                .containsExactly("stages[0].task_wait_seconds", "stages[0].max_wait_seconds");
        assertOnly(
                violations(s -> s.taskAttempts(
                        2, Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE)))),
                "stages[0].max_wait_seconds",
                "604800");
        assertThat(accepted(s -> s.taskAttempts(2, Backoff.fixed(Duration.ZERO))))
                .isNotNull();
        assertThat(accepted(s -> s.taskAttempts(2, Backoff.fixed(Duration.ofDays(7)))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void jitterIsZeroToOne(double jitter) {
        assertOnly(
                violations(s -> s.taskAttempts(2, Backoff.fixed(Duration.ZERO).withJitter(jitter))),
                "stages[0].jitter",
                String.valueOf(jitter));
    }

    @Test
    void aTimeoutIsLongerThanZeroAndAtMostAWeek() {
        for (Duration none :
                List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(7).plusNanos(1))) {
            assertOnly(violations(s -> s.taskTimeout(none)), "stages[0].task_timeout_seconds", "stage 'A'");
        }
        assertThat(accepted(s -> s.taskTimeout(Duration.ofNanos(1)))).isNotNull();
        assertThat(accepted(s -> s.taskTimeout(null))).isNotNull();
    }

    @Test
    void aCallRateHasAtLeastOneCallInAPeriod() {
        assertOnly(
                violations(s -> s.callRate(new CallRate(0, Duration.ofSeconds(1)))),
                "stages[0].call_rate",
                "at least 1, not 0");
        assertOnly(
                violations(s -> s.callRate(new CallRate(1, Duration.ZERO))),
                "stages[0].call_rate_period",
                "more than 0");
        assertThat(violations(s -> s.callRate(new CallRate(-3, Duration.ofSeconds(-1)))))
                .hasSize(2);
        assertThat(accepted(s -> s.callRate(new CallRate(1, Duration.ofNanos(1)))))
                .isNotNull();
    }

    @Test
    void aMessageForAHugeDurationDoesNotOverflow() {
        assertThat(violations(s -> s.taskTimeout(Duration.ofSeconds(Long.MAX_VALUE))))
                .extracting(Violation::field)
                .containsExactly("stages[0].task_timeout_seconds");
        assertThat(violations(s -> s.callRate(new CallRate(1, Duration.ofSeconds(Long.MIN_VALUE)))))
                .extracting(Violation::field)
                .containsExactly("stages[0].call_rate_period");
    }

    private static Stage valid(String name) {
        return Stage.named(name).task("same", SAME).build();
    }

    private static Pipeline accepted(UnaryOperator<Stage.Builder> details) {
        return Pipeline.of(
                "p", details.apply(Stage.named("A").task("same", SAME)).build());
    }

    private static List<Violation> violations(UnaryOperator<Stage.Builder> details) {
        return violations(
                "p", details.apply(Stage.named("A").task("same", SAME)).build());
    }

    private static List<Violation> violations(String name, Stage... stages) {
        return refused(name, stages).violations();
    }

    private static InvalidPipelineException refused(String name, Stage... stages) {
        InvalidPipelineException refusal =
                catchThrowableOfType(InvalidPipelineException.class, () -> Pipeline.of(name, stages));
        assertThat(refusal).as("what breaks a rule can't be made").isNotNull();
        return refusal;
    }

    private static void assertOnly(List<Violation> violations, String field, String message) {
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.message()).contains(message);
        });
    }
}
