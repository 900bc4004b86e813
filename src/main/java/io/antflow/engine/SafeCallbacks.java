package io.antflow.engine;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.StageCallbacks;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Calls a stage's callbacks; what they throw is logged and changes nothing. */
final class SafeCallbacks {

    private static final System.Logger LOG = System.getLogger(SafeCallbacks.class.getName());

    private final StageCallbacks callbacks;

    SafeCallbacks(StageCallbacks callbacks) {
        this.callbacks = callbacks;
    }

    void succeeded(ItemContext item, @Nullable Object value) {
        call(item, () -> callbacks.onSuccess(item, value));
    }

    void failed(ItemContext item, Failure failure) {
        call(item, () -> callbacks.onFailure(item, failure));
    }

    void skipped(ItemContext item, @Nullable Object value) {
        call(item, () -> callbacks.onSkip(item, value));
    }

    private interface Call {
        void make() throws Exception;
    }

    @SuppressWarnings("ReferenceEquality") // one constant stands for none
    private void call(ItemContext item, Call call) {
        if (callbacks == StageCallbacks.NONE) {
            return;
        }
        try {
            call.make();
        } catch (Throwable e) {
            LOG.log(
                    Level.WARNING,
                    "a callback of stage '%s' of pipeline '%s' failed for item %s"
                            .formatted(item.stage(), item.pipeline(), item.itemId()),
                    e);
        }
        Thread.interrupted();
    }
}
