package io.antflow.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.EngineClock;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Task;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans that runs make, over the plain engine. */
@Timeout(20)
class RunTracingTest {

    private static final Backoff AT_ONCE = Backoff.fixed(Duration.ZERO);

    /** Of no span of this process. */
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static final String CALLER = "b7ad6b7169203331";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .build();
    private final Tracer tracer = provider.get("test");
    private final List<RunTrace> traces = new CopyOnWriteArrayList<>();
    private final HeldClock heldClock = new HeldClock();
    private final PipelineEngine engine = engine(EngineClock.system(), RunTracing.MAX_WAITING);

    private PipelineEngine engine(EngineClock clock, int maxWaiting) {
        RunTracing tracing = new RunTracing(tracer, Context::makeCurrent, maxWaiting);
        return PipelineEngine.builder()
                .clock(clock)
                .observer(run -> {
                    RunTrace trace = (RunTrace) tracing.observe(run);
                    traces.add(trace);
                    return trace;
                })
                .build();
    }

    @AfterEach
    void nothingIsLeft() {
        engine.close();
        provider.close();
        assertThat(traces).allSatisfy(trace -> assertThat(trace.itemsKnown()).isZero());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    private Spans spans() {
        return new Spans(exporter.getFinishedSpanItems());
    }

    private static Task<Object, Object> same() {
        return (value, context) -> value;
    }

    private static Task<Object, Object> failing(int times) {
        AtomicInteger calls = new AtomicInteger();
        return (value, context) -> {
            if (calls.incrementAndGet() <= times) {
                throw new IllegalStateException("no " + calls);
            }
            return value;
        };
    }

    private static Context asPartOf(TraceFlags flags) {
        SpanContext caller = SpanContext.createFromRemoteParent(TRACE, CALLER, flags, TraceState.getDefault());
        return Context.root().with(Span.wrap(caller));
    }

    @Test
    void aRunHasAStageSpanForEachVisitAndATaskSpanForEachAttempt() throws Exception {
        Run run = engine.start(Pipeline.named("users")
                .stage("Fetch", stage -> stage.task("get", same()).task("parse", same()))
                .stage("Save", stage -> stage.task("put", same()))
                .build());
        run.feed(Item.of("u-1", "x"));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.Fetch u-1 1 Fetch-W0 completed",
                        "    antflow.task.get u-1 1 Fetch-W0 ok",
                        "    antflow.task.parse u-1 1 Fetch-W0 ok",
                        "  antflow.stage.Save u-1 1 Save-W0 completed",
                        "    antflow.task.put u-1 1 Save-W0 ok");
        SpanData ofRun = spans().named("antflow.pipeline.run");
        assertThat(ofRun.getParentSpanContext().isValid()).isFalse();
        assertThat(ofRun.getAttributes().asMap())
                .containsEntry(SpanAttribute.RUN_ID, run.id())
                .containsEntry(SpanAttribute.PIPELINE_NAME, "users")
                .containsEntry(SpanAttribute.RUN_STATUS, "completed")
                .containsEntry(SpanAttribute.RUN_ITEMS, 1L)
                .containsEntry(SpanAttribute.RUN_PROCESSED, 1L)
                .containsEntry(SpanAttribute.RUN_FAILED, 0L);
        assertThat(spans().named("antflow.task.parse").getAttributes().asMap())
                .containsEntry(SpanAttribute.TASK_NAME, "parse")
                .containsEntry(SpanAttribute.STAGE_NAME, "Fetch");
        assertThat(spans().all())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(ofRun.getTraceId()));
    }

    @Test
    void aStageSpanLastsOverTheWaitsBetweenItsAttempts() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.workers(3)
                                .task("a", failing(2))
                                .taskAttempts(3, Backoff.fixed(Duration.ofMillis(1))))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree().stream().map(line -> line.replaceFirst("A-W\\d", "A-W")))
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 3 A-W completed",
                        "    antflow.task.a x 1 A-W retried ERROR no 1 (java.lang.IllegalStateException)",
                        "    antflow.task.a x 2 A-W retried ERROR no 2 (java.lang.IllegalStateException)",
                        "    antflow.task.a x 3 A-W ok");
    }

    @Test
    void anItemThatFailsMarksItsTaskAndItsStageAndNotTheRun() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage("A", stage -> stage.task("a", failing(9)).taskAttempts(2, AT_ONCE))
                .stage("B", stage -> stage.task("b", same()))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 2 A-W0 failed ERROR no 2",
                        "    antflow.task.a x 1 A-W0 retried ERROR no 1 (java.lang.IllegalStateException)",
                        "    antflow.task.a x 2 A-W0 failed ERROR no 2 (java.lang.IllegalStateException)");
        assertThat(spans().named("antflow.stage.A").getAttributes().get(SpanAttribute.ERROR_TYPE))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(spans().named("antflow.pipeline.run").getAttributes().get(SpanAttribute.RUN_FAILED))
                .isEqualTo(1);
    }

    @Test
    void aRetryOfTheWholeStageRepeatsItsTasksUnderTheSameSpan() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("first", same())
                                .task("second", failing(1))
                                .stageAttempts(2, AT_ONCE))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 2 A-W0 completed",
                        "    antflow.task.first x 1 A-W0 ok",
                        "    antflow.task.second x 1 A-W0 retried ERROR no 1 (java.lang.IllegalStateException)",
                        "    antflow.task.first x 2 A-W0 ok",
                        "    antflow.task.second x 2 A-W0 ok");
    }

    @Test
    void aFailureWhoseMessageCantBeHadIsRecordedAllTheSame() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("a", (value, context) -> {
                                    throw new SilentException();
                                })
                                .taskAttempts(1, AT_ONCE))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .contains("    antflow.task.a x 1 A-W0 failed ERROR  (" + SilentException.class.getName() + ")");
    }

    private static final class SilentException extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void anAttemptThatTakesTooLongIsATimeout() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("a", (value, context) -> {
                                    new CountDownLatch(1).await();
                                    return value;
                                })
                                .taskAttempts(1, AT_ONCE)
                                .taskTimeout(Duration.ofMillis(5)))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree().getLast())
                .startsWith("    antflow.task.a x 1 A-W0 failed ERROR ")
                .endsWith("(io.antflow.engine.TaskTimeoutException)");
    }

    @Test
    void anAbandonedAttemptEndsAndItsThreadKeepsItsContextToItself() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch wentOn = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        Duration limit = Duration.ofSeconds(5);
        try (PipelineEngine held = engine(heldClock, 10)) {
            Run run = held.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.task("deaf", (value, context) -> {
                                        seen.add(Span.current().getSpanContext().getSpanId());
                                        if (context.attempt() == 1) {
                                            awaitDeafly(release);
                                            seen.add(Span.current()
                                                    .getSpanContext()
                                                    .getSpanId());
                                            wentOn.countDown();
                                        }
                                        return value;
                                    })
                                    .taskAttempts(2, AT_ONCE)
                                    .taskTimeout(limit))
                    .build());
            run.feed(Item.of("x", 1));
            heldClock.fire(limit);
            heldClock.fire(Duration.ofSeconds(10)); // how long the engine waits for the interrupt to work
            run.join();
            release.countDown();
            wentOn.await();

            List<SpanData> attempts = spans().all().stream()
                    .filter(span -> span.getName().equals("antflow.task.deaf"))
                    .toList();
            assertThat(spans().tree())
                    .containsExactly(
                            "antflow.pipeline.run",
                            "  antflow.stage.A x 2 A-W0 completed",
                            "    antflow.task.deaf x 1 A-W0 retried ERROR "
                                    + attempts.getFirst().getStatus().getDescription()
                                    + " (io.antflow.engine.TaskTimeoutException)",
                            "    antflow.task.deaf x 2 A-W0 ok");
            String first = attempts.getFirst().getSpanId();
            assertThat(seen).containsExactly(first, attempts.getLast().getSpanId(), first);
        }
    }

    private static void awaitDeafly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    @Test
    void anItemThatPassesAStageByHasAStageSpanAndNoTasks() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage("A", stage -> stage.task("a", same()).skipIf((value, item) -> true))
                .stage("B", stage -> stage.task("b", same()))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 0 A-W0 skipped",
                        "  antflow.stage.B x 1 B-W0 completed",
                        "    antflow.task.b x 1 B-W0 ok");
    }

    @Test
    void aSkipConditionThatFailsIsRecordedOnTheStage() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("a", same()).skipIf((value, item) -> {
                            throw new IllegalStateException("who knows");
                        }))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 0 A-W0 failed ERROR who knows (java.lang.IllegalStateException)");
    }

    @Test
    void anItemThatATaskEndsSaysWhy() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage("A", stage -> stage.task("a", (value, context) -> new Skip("seen before")))
                .stage("B", stage -> stage.task("b", same()))
                .build());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run", "  antflow.stage.A x 1 A-W0 skipped", "    antflow.task.a x 1 A-W0 ok");
        assertThat(spans().named("antflow.stage.A").getAttributes().get(SpanAttribute.SKIP_REASON))
                .isEqualTo("seen before");
    }

    @Test
    void aCancelledItemEndsItsSpansWithoutAnError() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("a", (value, context) -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                            return value;
                        }))
                .build());
        run.feed(Item.of("x", 1));
        run.feed(Item.of("waits", 1));
        begun.await();
        run.cancelItem("waits");
        run.cancelItem("x");
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 1 A-W0 cancelled",
                        "    antflow.task.a x 1 A-W0 cancelled");
    }

    @Test
    void cancellingTheRunEndsTheSpansOfItemsThatWaitForAnAttempt() throws Exception {
        Duration wait = Duration.ofHours(1);
        CountDownLatch retrying = new CountDownLatch(1);
        try (PipelineEngine held = engine(heldClock, 10)) {
            Run run = held.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.task("a", (value, context) -> {
                                        retrying.countDown();
                                        throw new IllegalStateException("later");
                                    })
                                    .taskAttempts(2, Backoff.fixed(wait)))
                    .build());
            run.feed(Item.of("x", 1));
            retrying.await();
            run.cancel();
            run.join();

            assertThat(spans().tree())
                    .containsExactly(
                            "antflow.pipeline.run",
                            "  antflow.stage.A x 1 A-W0 cancelled",
                            "    antflow.task.a x 1 A-W0 retried ERROR later (java.lang.IllegalStateException)");
            assertThat(spans().named("antflow.pipeline.run").getAttributes().get(SpanAttribute.RUN_STATUS))
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void whenTooManyItemsWaitTheirNextAttemptHasAStageSpanOfItsOwn() throws Exception {
        Duration wait = Duration.ofHours(1);
        try (PipelineEngine held = engine(heldClock, 1)) {
            Run run = held.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.task("a", (value, context) -> {
                                        if (context.attempt() == 1) {
                                            throw new IllegalStateException("later");
                                        }
                                        return value;
                                    })
                                    .taskAttempts(2, Backoff.fixed(wait)))
                    .build());
            run.feed(Item.of("x", 1));
            run.feed(Item.of("y", 1));
            heldClock.await(wait, 2);
            heldClock.fire(wait);
            heldClock.fire(wait);
            run.join();

            assertThat(spans().tree())
                    .containsExactly(
                            "antflow.pipeline.run",
                            "  antflow.stage.A x 2 A-W0 completed",
                            "    antflow.task.a x 1 A-W0 retried ERROR later (java.lang.IllegalStateException)",
                            "    antflow.task.a x 2 A-W0 ok",
                            "  antflow.stage.A y A-W0 retrying",
                            "    antflow.task.a y 1 A-W0 retried ERROR later (java.lang.IllegalStateException)",
                            "  antflow.stage.A y 2 A-W0 completed",
                            "    antflow.task.a y 2 A-W0 ok");
        }
    }

    @Test
    void aRunThatGoesOnAfterItsEndHasAnotherSpanLinkedToTheFirst() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage("A", stage -> stage.task("a", failing(1)).taskAttempts(1, AT_ONCE))
                .build());
        run.feed(Item.of("x", 1));
        run.join();
        String firstSpan = spans().named("antflow.pipeline.run").getSpanId();
        String firstTrace = spans().named("antflow.pipeline.run").getTraceId();
        exporter.reset();

        try (Scope retryRequest = asPartOf(TraceFlags.getSampled()).makeCurrent()) {
            run.retryFailed();
        }
        run.join();

        assertThat(spans().tree())
                .containsExactly(
                        "antflow.pipeline.run",
                        "  antflow.stage.A x 1 A-W0 completed",
                        "    antflow.task.a x 1 A-W0 ok");
        SpanData second = spans().named("antflow.pipeline.run");
        assertThat(second.getParentSpanId()).isEqualTo(CALLER);
        assertThat(second.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getSpanId()).isEqualTo(firstSpan);
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(firstTrace);
        });
    }

    @Test
    void aRunIsPartOfTheTraceOfWhoeverStartsItAndItemsLinkToWhoeverElseFedThem() throws Exception {
        Run run;
        try (Scope request = asPartOf(TraceFlags.getSampled()).makeCurrent()) {
            run = engine.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.task("a", (value, context) -> {
                                if (context.itemId().equals("mine")) {
                                    context.feed(Item.of("followUp", value));
                                }
                                return value;
                            }))
                    .build());
            run.feed(Item.of("mine", 1));
        }
        Span otherRequest = tracer.spanBuilder("POST items").startSpan();
        try (Scope scope = otherRequest.makeCurrent()) {
            run.feed(Item.of("theirs", 1));
        }
        run.join();

        assertThat(spans().all())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
        assertThat(spans().named("antflow.pipeline.run").getParentSpanId()).isEqualTo(CALLER);
        assertThat(linksOf("mine")).isEmpty();
        assertThat(linksOf("theirs"))
                .containsExactly(otherRequest.getSpanContext().getSpanId());
        assertThat(linksOf("followUp"))
                .containsExactly(spans().named("antflow.task.a").getSpanId());
    }

    private List<String> linksOf(String item) {
        return spans().all().stream()
                .filter(span -> span.getName().equals("antflow.stage.A"))
                .filter(span -> item.equals(span.getAttributes().get(SpanAttribute.ITEM_ID)))
                .flatMap(span -> span.getLinks().stream())
                .map(link -> link.getSpanContext().getSpanId())
                .toList();
    }

    @Test
    void ofARunThatIsNotSampledThereIsNothingButTasksHandTheDecisionOn() throws Exception {
        List<SpanContext> seen = new CopyOnWriteArrayList<>();
        Run run;
        try (Scope request = asPartOf(TraceFlags.getDefault()).makeCurrent()) {
            run = engine.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.workers(3).task("a", (value, context) -> {
                                seen.add(Span.current().getSpanContext());
                                return value;
                            }))
                    .build());
        }
        run.feedAll(IntStream.range(0, 30).boxed().toList());
        run.join();

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(seen).hasSize(30).allSatisfy(context -> {
            assertThat(context.getTraceId()).isEqualTo(TRACE);
            assertThat(context.isSampled()).isFalse();
        });
    }

    @Test
    void tasksSeeTheirSpanAndTheBaggageOfWhoeverStartedTheRun() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Run run;
        try (Scope request = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
            run = engine.start(Pipeline.named("p")
                    .stage(
                            "A",
                            stage -> stage.task("a", (value, context) -> {
                                seen.add(Baggage.current().getEntryValue("tenant"));
                                seen.add(Span.current().getSpanContext().getSpanId());
                                return value;
                            }))
                    .build());
        }
        run.feed(Item.of(1));
        run.join();

        assertThat(seen).containsExactly("blue", spans().named("antflow.task.a").getSpanId());
    }

    @Test
    void nothingOfAnItemIsCurrentWhenTheNextOneIsTaken() throws Exception {
        List<Span> seen = new CopyOnWriteArrayList<>();
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.task("a", failing(3))
                                .taskAttempts(2, AT_ONCE)
                                .skipIf((value, item) -> {
                                    seen.add(Span.current());
                                    return false;
                                }))
                .stage(
                        "B",
                        stage -> stage.task("b", same()).skipIf((value, item) -> {
                            seen.add(Span.current());
                            return true;
                        }))
                .build());
        run.feedAll(List.of(1, 2, 3, 4));
        run.join();

        assertThat(seen).hasSize(7).allMatch(span -> !span.getSpanContext().isValid());
    }

    @Test
    void whoeverListensSeesTheSpanOfWhatItIsTold() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onStatus(StatusEvent event) {
                switch (event.status()) {
                    case IN_PROGRESS -> see("in progress");
                    case COMPLETED -> see("completed");
                    case FAILED -> see("failed");
                    case QUEUED, RETRYING, SKIPPED, CANCELLED -> {}
                }
            }

            @Override
            public void onTask(TaskEvent event) {
                see(event.task() + " " + event.type());
            }

            @Override
            public void onItemEnded(StatusEvent event, long durationNanos) {
                see("ended");
            }

            private void see(String what) {
                seen.add(what + " " + Span.current().getSpanContext().getSpanId());
            }
        };
        RunTracing tracing = new RunTracing(tracer, Context::makeCurrent, 1);
        try (PipelineEngine both = PipelineEngine.builder()
                .observer(tracing)
                .observer(run -> listener)
                .build()) {
            Run run = both.start(Pipeline.named("p")
                    .stage("A", stage -> stage.task("a", same()))
                    .stage("B", stage -> stage.task("b", failing(1)).taskAttempts(1, AT_ONCE))
                    .build());
            run.feed(Item.of(1));
            run.join();
        }

        String stageA = spans().named("antflow.stage.A").getSpanId();
        String taskA = spans().named("antflow.task.a").getSpanId();
        String stageB = spans().named("antflow.stage.B").getSpanId();
        String taskB = spans().named("antflow.task.b").getSpanId();
        assertThat(seen)
                .containsExactly(
                        "in progress " + stageA,
                        "a START " + taskA,
                        "a COMPLETE " + taskA,
                        "completed " + stageA,
                        "in progress " + stageB,
                        "b START " + taskB,
                        "b FAIL " + taskB,
                        "failed " + stageB,
                        "ended " + stageB);
    }

    @Test
    void thousandsOfItemsOverManyWorkersLeaveNothingBehind() throws Exception {
        Run run = engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        stage -> stage.workers(8)
                                .task("a", (value, context) -> {
                                    if (context.attempt() == 1 && ((Integer) value) % 3 == 0) {
                                        throw new IllegalStateException("again");
                                    }
                                    return value;
                                })
                                .taskAttempts(2, Backoff.fixed(Duration.ofMillis(1))))
                .stage("B", stage -> stage.workers(8).task("b", same()))
                .build());
        run.feedAll(IntStream.range(0, 3000).boxed().toList());
        run.join();

        assertThat(spans().all()).hasSize(1 + 3000 * 2 + 3000 * 2 + 1000);
    }
}
