package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.tasks.ValueConversionException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {

    private static final String ALL_FIELDS = """
            {name: 'users', stages: [
              {name: 'First', tasks: ['fetch_user']},
              {name: 'Fetch', workers: 10, tasks: ['fetch_user', {task: 'http', name: 'enrich', with: {}}],
               retry: 'per_stage', task_attempts: 4, stage_attempts: 5, task_wait_seconds: 0.5,
               backoff: 'exponential', max_wait_seconds: 8.0, jitter: 0.2, task_timeout_seconds: 30.0,
               task_concurrency_limits: {enrich: 2}, queue_capacity: 7, call_rate: 60, call_rate_period: 10.0, pull: true,
               retry_on: ['java.io.IOException'], give_up_on: ['java.net.ConnectException'],
               skip_if: '.cached == true'}]}""";

    private final DefinitionReader reader = Definitions.reader();

    @Test
    void fillsInTheDefaults() {
        Stage stage = stage("{name: 'A', tasks: ['http']}");

        assertThat(stage.workers()).isEqualTo(1);
        assertThat(stage.queueCapacity()).isEqualTo(10);
        assertThat(stage.tasks()).extracting(NamedTask::name).containsExactly("http");
        assertThat(stage.pull()).isFalse();
        assertThat(stage.taskTimeout()).isNull();
        assertThat(stage.callRate()).isNull();
        assertThat(stage.skipIf()).isNull();
        assertThat(stage.taskConcurrencyLimits()).isEmpty();
        assertThat(stage.retry().scope()).isEqualTo(Retry.Scope.PER_TASK);
        assertThat(stage.retry().taskAttempts()).isEqualTo(3);
        assertThat(stage.retry().stageAttempts()).isEqualTo(3);
        assertThat(stage.retry().retryOn()).isEmpty();
        assertThat(stage.retry().backoff()).isEqualTo(Backoff.fixed(Duration.ofSeconds(1)));
    }

    @Test
    void takesWhatIsSaid() {
        Stage stage = reader.read("users", Definitions.json(ALL_FIELDS))
                .pipeline()
                .stages()
                .get(1);

        assertThat(stage.workers()).isEqualTo(10);
        assertThat(stage.tasks()).extracting(NamedTask::name).containsExactly("fetch_user", "enrich");
        assertThat(stage.retry().scope()).isEqualTo(Retry.Scope.PER_STAGE);
        assertThat(stage.retry().taskAttempts()).isEqualTo(4);
        assertThat(stage.retry().stageAttempts()).isEqualTo(5);
        assertThat(stage.retry().backoff())
                .isEqualTo(Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(8))
                        .withJitter(0.2));
        assertThat(stage.retry().retryOn()).containsExactly(IOException.class);
        assertThat(stage.retry().giveUpOn()).contains(ConnectException.class);
        assertThat(stage.taskTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(stage.taskConcurrencyLimits()).containsOnlyKeys("enrich").containsValue(2);
        assertThat(stage.queueCapacity()).isEqualTo(7);
        assertThat(stage.callRate()).isEqualTo(new CallRate(60, Duration.ofSeconds(10)));
        assertThat(stage.pull()).isTrue();
        assertThat(stage.skipIf()).isNotNull();
    }

    @Test
    void writesADefinitionAsItWasRead() {
        PipelineDefinition definition =
                reader.read("users", Definitions.json(ALL_FIELDS)).definition();

        assertThat(Definitions.MAPPER.<JsonNode>valueToTree(definition)).isEqualTo(Definitions.json(ALL_FIELDS));
    }

    @Test
    void takesTheNameFromThePathWhenTheDefinitionHasNone() {
        PipelineDefinition definition = reader.read(
                        "users", Definitions.json("{stages: [{name: 'A', tasks: ['http']}]}"))
                .definition();

        assertThat(Definitions.MAPPER.<JsonNode>valueToTree(definition))
                .isEqualTo(Definitions.json("{name: 'users', stages: [{name: 'A', tasks: ['http']}]}"));
    }

    @Test
    void takesNullForAbsentAsGeneratedClientsSendIt() {
        Stage stage = stage(
                "{name: 'A', workers: null, tasks: [{task: 'http', name: null, with: null}], retry_on: null, skip_if: null}");

        assertThat(stage).usingRecursiveComparison().isEqualTo(stage("{name: 'A', tasks: ['http']}"));
    }

    @Test
    void sharesTheDefaultPeriodOfAMinuteAmongTheCalls() {
        assertThat(stage("{name: 'A', tasks: ['http'], call_rate: 5}").callRate())
                .isEqualTo(new CallRate(5, Duration.ofSeconds(60)));
    }

    @Test
    void letsALongFirstWaitBeItsOwnCap() {
        Stage stage = stage("{name: 'A', tasks: ['http'], task_wait_seconds: 7200, backoff: 'exponential'}");

        assertThat(stage.retry().backoff().maxWait()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void neverRetriesValuesThatDoNotFit() {
        Retry retry = stage("{name: 'A', tasks: ['http'], retry_on: ['java.lang.Exception']}")
                .retry();

        assertThat(retry.retries(new IOException())).isTrue();
        Throwable misfit = catchThrowable(() -> Definitions.VALUES.toJson(new Object()));
        assertThat(misfit).isInstanceOf(ValueConversionException.class);
        assertThat(retry.retries(misfit)).isFalse();
    }

    @Test
    void findsExceptionTypesOfTheApplication() {
        assertThat(stage("{name: 'A', tasks: ['http'], retry_on: ['%s']}".formatted(OwnException.class.getName()))
                        .retry()
                        .retryOn())
                .containsExactly(OwnException.class);
    }

    private Stage stage(String stage) {
        return reader.read("users", Definitions.json("{stages: [" + stage + "]}"))
                .pipeline()
                .firstStage();
    }

    static final class OwnException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
