package io.antflow.example;

import io.antflow.dashboard.Dashboards;
import io.antflow.dashboard.terminal.CompactDashboard;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.TaskContext;
import java.util.List;

public final class Squares {

    public static void main(String[] arguments) throws Exception {
        Pipeline squares = Pipeline.named("squares")
                .stage("Square", stage -> stage.workers(4).task("square", (Integer n, TaskContext context) -> n * n))
                .build();
        try (Dashboards dashboards = new Dashboards(new CompactDashboard(System.out));
                PipelineEngine engine =
                        PipelineEngine.builder().observer(dashboards).build()) {
            Run run = engine.start(squares);
            run.feedAll(List.of(1, 2, 3));
            run.join();
        }
    }
}
