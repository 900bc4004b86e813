package io.antflow.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.RunObserver;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.opentelemetry.api.trace.Span;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What there is of tracing when nobody has configured an exporter: nothing. */
@QuarkusTest
@Timeout(60)
class TracingOffResourceTest {

    private final PipelineEngine engine;

    TracingOffResourceTest(PipelineEngine engine) {
        this.engine = engine;
    }

    @Test
    void noRunIsObservedNoExporterIsThereAndNoTaskHasASpan() throws Exception {
        List<Span> seen = new CopyOnWriteArrayList<>();
        engine.run(
                Pipeline.quick("untraced", 1, new NamedTask("look", (value, context) -> {
                    seen.add(Span.current());
                    return value;
                })),
                List.of(1));

        assertThat(ConfigProvider.getConfig().getValue(TracingConfigSource.DISABLED, Boolean.class))
                .isTrue();
        assertThat(Arc.container().listAll(RunObserver.class))
                .isNotEmpty()
                .noneMatch(observer -> observer.getBean().getBeanClass().equals(RunTracing.class));
        assertThat(seen).singleElement().matches(span -> !span.getSpanContext().isValid());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("BatchSpanProcessor"));
    }

    @Test
    void histogramsHaveNoExemplars() throws Exception {
        engine.run(Pipeline.quick("untraced", 1, new NamedTask("same", (value, context) -> value)), List.of(1));

        assertThat(RestAssured.given()
                        .accept("application/openmetrics-text; version=1.0.0; charset=utf-8")
                        .get("/q/metrics")
                        .asString())
                .contains("antflow_task_duration_seconds_bucket")
                .doesNotContain("trace_id");
    }
}
