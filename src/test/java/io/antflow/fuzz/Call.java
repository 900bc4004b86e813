package io.antflow.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request as it goes over the wire.
 *
 * @param operation what it is meant to call; null: nothing that there is
 * @param head the request line and the headers, in ISO 8859-1, with the empty line at their end
 * @param body may be another length than the head says
 * @param wellFormed whether HTTP itself has nothing against it
 */
public record Call(Operation operation, String head, byte[] body, boolean wellFormed) {

    byte[] bytes() {
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    @Override
    public String toString() {
        String text = head + new String(body, StandardCharsets.UTF_8);
        return Stream.of(text.replaceAll("[^\\x20-\\x7e\\n]", "?").split("\n"))
                .map(line -> line.length() > 400 ? line.substring(0, 400) + "… (" + line.length() + ")" : line)
                .limit(12)
                .collect(Collectors.joining("\n      "));
    }
}
