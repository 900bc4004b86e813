package io.antflow.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One Server-Sent Event.
 *
 * @param id {@code <epoch>-<sequence>}; empty when it had none
 * @param event its name
 * @param data its data, one line of JSON
 */
record Frame(String id, String event, JsonNode data) {

    boolean is(String name) {
        return event.equals(name);
    }

    /** What an event carries before its sequence: tells one start of the service from another. */
    String epoch() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    long sequence() {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }
}
