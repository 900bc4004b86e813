package io.antflow.tracing;

import io.opentelemetry.api.common.AttributeKey;

/** The names of what spans say. */
final class SpanAttribute {

    static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("antflow.run.id");
    static final AttributeKey<String> RUN_STATUS = AttributeKey.stringKey("antflow.run.status");
    static final AttributeKey<Long> RUN_ITEMS = AttributeKey.longKey("antflow.run.items");
    static final AttributeKey<Long> RUN_PROCESSED = AttributeKey.longKey("antflow.run.items_processed");
    static final AttributeKey<Long> RUN_FAILED = AttributeKey.longKey("antflow.run.items_failed");
    static final AttributeKey<Long> RUN_CANCELLED = AttributeKey.longKey("antflow.run.items_cancelled");
    static final AttributeKey<String> PIPELINE_NAME = AttributeKey.stringKey("antflow.pipeline.name");
    static final AttributeKey<String> STAGE_NAME = AttributeKey.stringKey("antflow.stage.name");
    static final AttributeKey<String> TASK_NAME = AttributeKey.stringKey("antflow.task.name");
    static final AttributeKey<String> WORKER_NAME = AttributeKey.stringKey("antflow.worker.name");
    static final AttributeKey<String> ITEM_ID = AttributeKey.stringKey("antflow.item.id");
    static final AttributeKey<Long> ITEM_ATTEMPT = AttributeKey.longKey("antflow.item.attempt");

    /** On a stage's span, what the item left it as; on a task's span, how the attempt ended: ok, retried, failed, cancelled. */
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("antflow.outcome");

    /** Why a task ended the item as skipped. */
    static final AttributeKey<String> SKIP_REASON = AttributeKey.stringKey("antflow.skip.reason");

    /** Its names are those of OpenTelemetry's own conventions. */
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

    private SpanAttribute() {}
}
