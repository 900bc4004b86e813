package io.antflow.catalog;

import io.antflow.pipeline.Retry;
import io.antflow.tasks.ValueConversionException;
import java.util.ArrayList;
import java.util.List;

/** Failures of values that do not fit: the same value fails the same way every time, so no pipeline tries them again. */
final class PointlessRetries {

    private static final List<Class<? extends Throwable>> FAILURES =
            List.of(ValueConversionException.class, SkipExpressionException.class);

    private PointlessRetries() {}

    static Retry removedFrom(Retry retry) {
        List<Class<? extends Throwable>> giveUpOn = new ArrayList<>(retry.giveUpOn());
        giveUpOn.addAll(FAILURES);
        return new Retry(
                retry.scope(), retry.taskAttempts(), retry.stageAttempts(), retry.backoff(), retry.retryOn(), giveUpOn);
    }
}
