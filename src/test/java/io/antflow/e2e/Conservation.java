package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds in every snapshot, however hard the run works while it is taken. */
final class Conservation {

    private Conservation() {}

    /** Checks it for the run and for each stage: nothing lost, nothing doubled, nothing negative. */
    static void check(JsonNode snapshot) {
        JsonNode stats = snapshot.path("pipeline_stats");
        assertThat(figure(stats, "items_processed")
                        + figure(stats, "items_failed")
                        + figure(stats, "items_cancelled")
                        + figure(stats, "items_in_flight"))
                .as("items of %s", snapshot)
                .isEqualTo(figure(snapshot, "total_items"));
        long arrived = figure(snapshot, "total_items");
        long filtered = 0;
        for (JsonNode stage : stats.path("stage_stats")) {
            assertThat(figure(stage, "pending_items")
                            + figure(stage, "in_progress_items")
                            + figure(stage, "completed_items")
                            + figure(stage, "failed_items")
                            + figure(stage, "cancelled_items"))
                    .as("items of %s in %s", stage.path("stage_name"), snapshot)
                    .isEqualTo(figure(stage, "arrived_items"))
                    .isEqualTo(arrived);
            // Nothing is injected further down: what one stage completed and did not end is what arrived at the next.
            arrived = figure(stage, "completed_items") - figure(stage, "filtered_items");
            filtered += figure(stage, "filtered_items");
        }
        assertThat(arrived + filtered)
                .as("through the last stage, or ended early, in %s", snapshot)
                .isEqualTo(figure(stats, "items_processed"));
    }

    private static long figure(JsonNode node, String name) {
        assertThat(node.path(name).isIntegralNumber())
                .as("%s in %s", name, node)
                .isTrue();
        assertThat(node.path(name).asLong()).as(name).isNotNegative();
        return node.path(name).asLong();
    }
}
