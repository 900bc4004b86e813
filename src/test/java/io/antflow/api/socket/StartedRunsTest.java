package io.antflow.api.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartedRunsTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final StartedRuns started = new StartedRuns(tasks::add);
    private final PipelineEngine engine =
            PipelineEngine.builder().observer(started).build();
    private final Pipeline pipeline = Pipeline.of(
            "any", Stage.named("Only").task("same", (value, context) -> value).build());

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void tellsWhoWaitsOfTheNextStartAndLeavesThatToTheExecutor() {
        UniAssertSubscriber<StartedRuns.Start> waiting = after(0);

        Run run = engine.start(pipeline);
        waiting.assertNotTerminated();
        tasks.remove().run();

        assertThat(waiting.assertCompleted().getItem()).isEqualTo(new StartedRuns.Start(1, run));
        assertThat(started.waiting()).isZero();
    }

    @Test
    void tellsAtOnceOfANewerStart() {
        engine.start(pipeline);
        Run newest = engine.start(pipeline);

        assertThat(after(0).assertCompleted().getItem().run()).isSameAs(newest);
        assertThat(after(1).assertCompleted().getItem().run()).isSameAs(newest);
        after(2).assertNotTerminated();
    }

    @Test
    void aRunThatOnlyTakesItemsHasNotStarted() {
        Run run = engine.prepare(pipeline);
        assertThat(started.newest()).isNull();

        run.start();
        assertThat(started.newest()).isSameAs(run);
    }

    @Test
    void whatIsForgottenIsNotTheNewest() throws Exception {
        Run older = engine.start(pipeline);
        Run newer = engine.start(pipeline).join();
        UniAssertSubscriber<StartedRuns.Start> waiting = after(2);
        engine.forget(newer.id());

        assertThat(started.newest()).isSameAs(older);
        waiting.assertNotTerminated();
        assertThat(after(0).assertCompleted().getItem().run()).isSameAs(older);
    }

    @Test
    void whoeverLeavesIsNotKept() {
        UniAssertSubscriber<StartedRuns.Start> waiting = after(0);
        assertThat(started.waiting()).isOne();

        waiting.cancel();

        assertThat(started.waiting()).isZero();
        engine.start(pipeline);
        assertThat(tasks).isEmpty();
    }

    private UniAssertSubscriber<StartedRuns.Start> after(long number) {
        return started.newestAfter(number).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
