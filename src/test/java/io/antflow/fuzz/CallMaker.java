package io.antflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes calls of what the document has, from good to hopeless. */
public final class CallMaker {

    private static final List<String> OTHER_METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get");

    private static final List<String> PREFERENCES = List.of(
            "wait=0",
            "wait=1",
            "wait",
            "wait=-1",
            "wait=1e9",
            "wait=99999999999999999999",
            "wait=\"1\"",
            "respond-async",
            "wait=0, wait=1",
            ";;=,",
            "wait=NaN");

    private static final List<String> EXTRA_HEADERS = List.of(
            "If-Match: *",
            "If-None-Match: \"x\"",
            "Range: bytes=0-1",
            "Origin: http://evil.example",
            "X-Forwarded-For: 1.2.3.4",
            "X-HTTP-Method-Override: DELETE",
            "traceparent: 00-00000000000000000000000000000000-0000000000000000-01",
            "baggage: ,,,=;",
            "Cookie: a=b; =; \"",
            "Accept-Encoding: gzip, nonsense;q=x",
            "Accept-Language: *;q=9",
            "Content-Language: \u00ff",
            "Expect: nonsense",
            "Upgrade: websocket");

    private final RandomGenerator random;
    private final List<Operation> operations;
    private final Values values;
    private final List<String> credentials;

    /** Ids that there are or were, by the name of the path parameter. */
    private final Map<String, List<String>> known = new HashMap<>();

    /**
     * @param document of OpenAPI 3.1
     * @param credentials header lines; an empty one is none
     */
    public CallMaker(JsonNode document, RandomGenerator random, List<String> credentials) {
        Schemas schemas = new Schemas(document);
        this.random = random;
        this.operations = Operation.of(schemas);
        this.credentials = credentials;
        this.values = new Values(
                schemas,
                random,
                List.of(
                        "log",
                        "transform",
                        "fail",
                        "filter",
                        "delay",
                        "validate",
                        "file",
                        "http",
                        "poll",
                        "A",
                        "B",
                        "x",
                        ".",
                        "1"));
    }

    /** There is something of that kind, such as a run. */
    public void learn(String kind, String id) {
        List<String> ids = known.computeIfAbsent(kind, none -> new ArrayList<>());
        ids.add(id);
        if (ids.size() > 50) {
            ids.removeFirst();
        }
    }

    /** The next call. */
    public Call next() {
        Operation operation = Hostile.any(random, operations);
        double hostility = Hostile.any(random, List.of(0.0, 0.0, 0.05, 0.2, 0.6));
        List<String> headers = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
        String credential = Hostile.any(random, credentials);
        if (!credential.isEmpty()) {
            headers.add(credential);
        }
        boolean encodedWell = random.nextDouble() >= hostility / 4;
        String target = path(operation, hostility, encodedWell) + query(operation, hostility, encodedWell);
        headers(operation, hostility, headers);
        byte[] body = new byte[0];
        if (!operation.bodies().isEmpty() || random.nextDouble() < hostility / 4) {
            body = body(operation, hostility, headers);
        }
        String method = random.nextDouble() < hostility / 4 ? Hostile.any(random, OTHER_METHODS) : operation.method();
        String head = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        boolean meantWell = method.equals(operation.method()) && !target.matches("[^?]*//.*|[^?]*/([?].*)?");
        Operation meant = meantWell ? operation : null;
        return new Call(meant, head, body, encodedWell);
    }

    private String path(Operation operation, double hostility, boolean encodedWell) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("path")) {
                String name = parameter.path("name").asText();
                List<String> ids = known.getOrDefault(name, List.of("nobody"));
                String id = random.nextDouble() < hostility
                        ? values.text(parameter.path("schema"), 1)
                        : Hostile.any(random, ids);
                path = path.replace("{" + name + "}", encoded(id, encodedWell));
            }
        }
        return path;
    }

    private String query(Operation operation, double hostility, boolean encodedWell) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
                String name = parameter.path("name").asText();
                List<String> ids = known.get(name);
                String value = ids != null && random.nextBoolean()
                        ? Hostile.any(random, ids)
                        : values.text(parameter.path("schema"), hostility * 2);
                pairs.add(name + "=" + encoded(value, encodedWell));
                if (random.nextDouble() < hostility / 4) {
                    pairs.add(pairs.getLast());
                }
            }
        }
        if (random.nextDouble() < hostility / 2) {
            pairs.add(Hostile.any(random, List.of("nobody=1", "=", "&&", "a[]=1", "limit", "interval=", "%00=%00")));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private void headers(Operation operation, double hostility, List<String> headers) {
        if (random.nextDouble() < hostility) {
            headers.add("Accept: " + Hostile.any(random, Hostile.MEDIA_TYPES));
        } else if (operation.mayStream() && random.nextBoolean()) {
            headers.add("Accept: " + Hostile.any(random, List.of("text/event-stream", "application/x-ndjson")));
        }
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("header") && random.nextBoolean()) {
                String name = parameter.path("name").asText();
                headers.add(name + ": "
                        + (name.equals("Prefer")
                                ? Hostile.any(random, PREFERENCES)
                                : values.text(parameter.path("schema"), 0.9)
                                        .replaceAll("[\\p{Cntrl}[^\\x00-\\xff]]", "?")));
            }
        }
        if (random.nextDouble() < hostility) {
            headers.add(Hostile.any(random, EXTRA_HEADERS));
        }
    }

    private byte[] body(Operation operation, double hostility, List<String> headers) {
        String type = operation.bodies().isEmpty()
                ? "application/json"
                : Hostile.any(random, List.copyOf(operation.bodies().keySet()));
        byte[] body = content(operation, type, hostility);
        if (random.nextDouble() < hostility / 3) {
            type = Hostile.any(random, Hostile.MEDIA_TYPES);
        }
        headers.add("Content-Type: " + type);
        if (random.nextDouble() < hostility / 4) {
            headers.add("Content-Encoding: " + Hostile.any(random, List.of("gzip", "identity", "br", "")));
        }
        if (random.nextInt(4) == 0) {
            headers.add("Transfer-Encoding: chunked");
            return chunked(body);
        }
        headers.add("Content-Length: " + body.length);
        return body;
    }

    private byte[] content(Operation operation, String type, double hostility) {
        if (random.nextDouble() < hostility / 2) {
            return Hostile.body(random);
        }
        JsonNode schema = operation.bodies().getOrDefault(type, MissingNode.getInstance());
        String text = type.equals("application/x-ndjson")
                ? IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> values.json(MissingNode.getInstance(), hostility))
                        .collect(Collectors.joining("\n"))
                : values.json(schema, hostility);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextDouble() < hostility / 4 && body.length > 1) {
            return Arrays.copyOf(body, random.nextInt(body.length));
        }
        if (random.nextDouble() < hostility / 4 && body.length > 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private byte[] chunked(byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; ) {
            int size = Math.min(body.length - from, 1 + random.nextInt(5000));
            chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            chunks.write(body, from, size);
            chunks.writeBytes(new byte[] {'\r', '\n'});
            from += size;
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return chunks.toByteArray();
    }

    private String encoded(String text, boolean well) {
        if (!well) {
            return switch (random.nextInt(3)) {
                case 0 -> "%zz";
                case 1 -> "%";
                default -> "%c3%28%ff" + text.replaceAll("[^A-Za-z0-9%/.]", "\u00e4");
            };
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each >= '0' && each <= '9'
                    || each >= 'a' && each <= 'z'
                    || each >= 'A' && each <= 'Z'
                    || each == '-';
            if (plain) {
                encoded.append((char) each);
            } else {
                encoded.append(String.format("%%%02X", each & 0xff));
            }
        }
        return encoded.toString();
    }
}
