package io.antflow.engine;

import java.util.Random;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine on a {@link ManualClock} whose events are recorded; shut down when the test is over. */
final class TestEngine implements AfterEachCallback {

    final ManualClock clock = new ManualClock();
    final EventRecorder recorder = new EventRecorder();
    final PipelineEngine engine;

    TestEngine() {
        this(EngineLimits.defaults());
    }

    TestEngine(EngineLimits limits) {
        engine = PipelineEngine.builder()
                .clock(clock)
                .limits(limits)
                .observer(recorder)
                .random(new Random(11))
                .build();
    }

    EventRecorder.Record events(Run run) {
        return recorder.of(run);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        engine.close();
    }
}
