package io.antflow.benchmark;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Task;
import io.antflow.tracking.StatusTracker;
import java.util.stream.IntStream;

/** AntFlow as the service uses it: default limits, results collected; with or without the tracker. */
final class AntFlow implements Contender {

    private static final int EVENTS_KEPT = 65_536;

    private final boolean tracked;
    private final PipelineEngine engine;
    private final Pipeline pipeline;

    AntFlow(boolean tracked) {
        this.tracked = tracked;
        PipelineEngine.Builder builder = PipelineEngine.builder();
        if (tracked) {
            builder.observer(new StatusTracker(EVENTS_KEPT));
        }
        this.engine = builder.build();
        this.pipeline = pipeline();
    }

    private static Pipeline pipeline() {
        Task<Integer, Integer> task = (item, context) -> Work.task(item);
        Pipeline.Builder builder = Pipeline.named("benchmark");
        for (int stage = 0; stage < Work.STAGES; stage++) {
            builder.stage("Stage" + stage, s -> s.workers(Work.WORKERS).task("nothing", task));
        }
        return builder.build();
    }

    @Override
    public String name() {
        return tracked ? "**AntFlow, tracking on**" : "AntFlow, tracking off";
    }

    @Override
    public long run(int items) throws InterruptedException {
        Run run = engine.start(pipeline);
        Thread feeder = Thread.startVirtualThread(() -> {
            try {
                run.feedAll(IntStream.range(0, items).boxed());
                run.close();
            } catch (InterruptedException e) {
                run.cancel();
            }
        });
        feeder.join();
        run.join();
        long processed = run.summary().itemsProcessed();
        engine.forget(run.id());
        return processed;
    }

    @Override
    public void close() {
        engine.close();
    }
}
