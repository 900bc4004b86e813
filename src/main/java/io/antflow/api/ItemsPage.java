package io.antflow.api;

import io.antflow.engine.ItemView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a run, in feed order.
 *
 * @param items the items
 * @param nextCursor what to ask for to get the next page; null when there is none
 */
@Schema(description = "Some items of a run, in feed order.")
public record ItemsPage(
        @Schema(description = "The items.") List<ItemView> items,

        @Schema(description = "The `cursor` of the next page; null when there is none.") @Nullable
        String nextCursor) {}
