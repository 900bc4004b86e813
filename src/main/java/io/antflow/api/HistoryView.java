package io.antflow.api;

import io.antflow.pipeline.Pipeline;
import io.antflow.tracking.RunHistory;
import io.antflow.tracking.RunHistory.Figures;
import io.antflow.tracking.RunHistory.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a run's stages have been since its start, as charts want it: a list for each figure, all as long as that of the times.
 *
 * @param timestamps Unix seconds, oldest first
 * @param stages by stage, in pipeline order
 */
@Schema(name = "RunHistory", description = "How a run's stages have been since its start.")
record HistoryView(
        @Schema(
                description = "When the samples were taken, in Unix seconds, oldest first.",
                examples = "[1763938800.1]")
        List<Double> timestamps,

        @Schema(description = "By stage, its figures: each list has one for each of the timestamps.")
        Map<String, StageHistory> stages) {

    /** A stage's figures over time. */
    @Schema(description = "A stage's figures, one for each of the timestamps.")
    record StageHistory(
            @Schema(description = "Items that left it, lately; 0 when the run has ended.", examples = "[24.5]")
            List<Double> itemsPerSecond,

            @Schema(description = "Items that waited there.", examples = "[12]")
            List<Long> pendingItems,

            @Schema(description = "Items in work.", examples = "[5]")
            List<Long> inProgressItems) {}

    static HistoryView of(Pipeline pipeline, RunHistory history) {
        List<Sample> samples = history.samples();
        Map<String, StageHistory> stages = new LinkedHashMap<>();
        for (int i = 0; i < pipeline.stageNames().size(); i++) {
            int stage = i;
            Function<Sample, Figures> figures = sample -> sample.stages().get(stage);
            stages.put(
                    pipeline.stageNames().get(stage),
                    new StageHistory(
                            samples.stream().map(figures).map(HistoryView::rate).toList(),
                            samples.stream()
                                    .map(figures)
                                    .map(Figures::pendingItems)
                                    .toList(),
                            samples.stream()
                                    .map(figures)
                                    .map(Figures::inProgressItems)
                                    .toList()));
        }
        return new HistoryView(samples.stream().map(Sample::timestamp).toList(), stages);
    }

    /** To hundredths: there are thousands of them. */
    private static double rate(Figures figures) {
        return Math.round(figures.itemsPerSecond() * 100) / 100.0;
    }
}
