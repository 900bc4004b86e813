package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.problem.Violations;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which failed items to try again.
 *
 * @param itemIds their ids; null: all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Which failed items to try again.")
record RetryRequest(
        @Schema(description = "Their ids; all failed items when it is not there.") @Nullable
        List<Object> itemIds) {

    static final RetryRequest ALL = new RetryRequest(null);

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 with every violation */
    static RetryRequest of(ObjectNode document) {
        Violations violations = new Violations();
        List<Object> ids = null;
        for (var field : document.properties()) {
            if (!field.getKey().equals("item_ids")) {
                violations.add(field.getKey(), "there is no such field; item_ids is the only one");
            } else if (!field.getValue().isArray()) {
                violations.add("item_ids", "is an array of ids; leave it out to try all failed items again");
            } else {
                ids = ids(field.getValue(), violations);
            }
        }
        violations.throwIfAny();
        return new RetryRequest(ids);
    }

    private static List<Object> ids(JsonNode array, Violations violations) {
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode id = array.get(i);
            if (id.isTextual()) {
                ids.add(id.textValue());
            } else if (id.isIntegralNumber()) {
                ids.add(id.canConvertToLong() ? (Object) id.longValue() : id.bigIntegerValue());
            } else {
                violations.add("item_ids[%d]".formatted(i), "an item's id is a string or a whole number");
            }
        }
        return ids;
    }
}
