package io.antflow.pipeline;

import java.util.concurrent.CompletionStage;

/**
 * What a task returns, itself or by a {@link CompletionStage}, to end its item there: the tasks and stages that would follow
 * don't get it. It counts as processed, and its last status, {@code skipped}, tells the reason.
 *
 * @param reason why, for people; empty when there is nothing to say
 */
public record Skip(String reason) {}
