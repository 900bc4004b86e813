package io.antflow.api;

import io.antflow.api.intake.RefusedItem;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.FailedItem;
import io.antflow.engine.ItemView;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.RunSummary;
import io.antflow.engine.StageStats;
import io.antflow.engine.WorkerMetrics;
import io.antflow.engine.WorkerState;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The types that Jackson writes, made known to a native executable: the engine's own know nothing of either. */
@RegisterForReflection(
        targets = {
            Accepted.class,
            DashboardSnapshot.class,
            ErrorSummary.class,
            FailedItem.class,
            FedItems.class,
            ItemView.class,
            ItemWithHistory.class,
            ItemsPage.class,
            PipelineStats.class,
            RefusedItem.class,
            ResultView.class,
            ResultView.Error.class,
            RunPage.class,
            RunSummary.class,
            StageStats.class,
            StartedRun.class,
            StatusEventView.class,
            WorkerMetrics.class,
            WorkerState.class
        })
final class ApiTypes {

    private ApiTypes() {}
}
