package io.antflow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage as data: what was said of it, and nothing else. Whatever is null was not said and has its default.
 *
 * @param name unique in its pipeline
 * @param workers how many items are in work at once; default 1
 * @param tasks in order, at least one
 * @param retry what is tried again after a failed attempt; default per_task
 * @param taskAttempts total attempts of one task, for per_task; default 3
 * @param stageAttempts total attempts of the stage, for per_stage; default 3
 * @param taskWaitSeconds the wait before the second attempt; default 1
 * @param backoff how waits grow; default fixed
 * @param maxWaitSeconds no wait is longer; default an hour
 * @param jitter the part of a wait that is random, 0 to 1; default 0
 * @param taskTimeoutSeconds how long one attempt of a task may take; default any time
 * @param taskConcurrencyLimits by task name: how many attempts of it may run at once, over all workers
 * @param queueCapacity how many items may wait; default workers × 10; 0: any number
 * @param callRate attempts per {@code callRatePeriod} over the whole stage; default any number
 * @param callRatePeriod seconds; default 60
 * @param pull true: no buffer, an item is handed over only to a waiting worker; default false
 * @param retryOn class names: only these exceptions and their subtypes are retried; default every Exception
 * @param giveUpOn class names: these exceptions and their subtypes are never retried; default none
 * @param skipIf a jq expression: items for which it is true pass the stage by; default none does
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageDefinition(
        String name,
        @Nullable Integer workers,
        List<TaskReference> tasks,
        @Nullable RetryScope retry,
        @Nullable Integer taskAttempts,
        @Nullable Integer stageAttempts,
        @Nullable Double taskWaitSeconds,
        @Nullable BackoffKind backoff,
        @Nullable Double maxWaitSeconds,
        @Nullable Double jitter,
        @Nullable Double taskTimeoutSeconds,
        @Nullable Map<String, Integer> taskConcurrencyLimits,
        @Nullable Integer queueCapacity,
        @Nullable Integer callRate,
        @Nullable Double callRatePeriod,
        @Nullable Boolean pull,
        @Nullable List<String> retryOn,
        @Nullable List<String> giveUpOn,
        @Nullable String skipIf) {

    public StageDefinition {
        tasks = List.copyOf(tasks);
    }

    /** What is tried again. */
    public enum RetryScope {
        /** The task that failed, with the same input. */
        @JsonProperty("per_task")
        PER_TASK,
        /** All tasks of the stage, with the value at stage entry. */
        @JsonProperty("per_stage")
        PER_STAGE
    }

    /** How waits grow. */
    public enum BackoffKind {
        /** All alike. */
        @JsonProperty("fixed")
        FIXED,
        /** Each twice the one before. */
        @JsonProperty("exponential")
        EXPONENTIAL
    }
}
