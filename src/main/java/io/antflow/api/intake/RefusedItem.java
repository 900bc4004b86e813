package io.antflow.api.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item that is no part of the run, while others of the same body are.
 *
 * @param line where it begins in the body, from 1
 * @param index its place in the array, from 0; null when the body is no array
 * @param itemId the id it brought; null when that is none
 * @param reason why, for programs
 * @param detail why, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An item that is no part of the run, while others of the same body are.")
public record RefusedItem(
        @Schema(description = "The line of the body it begins in, from 1.", minimum = "1", examples = "3")
        long line,

        @Schema(description = "Its place in the array, from 0; absent for NDJSON.", minimum = "0") @Nullable
        Long index,

        @Schema(ref = "ItemId") @Nullable Object itemId,

        @Schema(
                description = "Why.",
                enumeration = {DUPLICATE_ID, INVALID_ID})
        String reason,

        @Schema(description = "Why, in a sentence.", examples = "the run has an item with this id")
        String detail) {

    static final String DUPLICATE_ID = "duplicate_id";
    static final String INVALID_ID = "invalid_id";
}
