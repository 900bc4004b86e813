package io.antflow.tasks.http;

import io.antflow.config.HttpConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A secret that is bound to where it may be sent. Nothing here shows it but {@link #header}. Thread-safe. */
final class Credential {

    private final String name;
    private final HttpConfig.Type type;
    private final String headerName;
    private final String user;
    private final Secret secret;
    private final List<OriginPattern> origins;

    Credential(
            String name,
            HttpConfig.Type type,
            String headerName,
            String user,
            Secret secret,
            List<OriginPattern> origins) {
        this.name = name;
        this.type = type;
        this.headerName = headerName;
        this.user = user;
        this.secret = secret;
        this.origins = List.copyOf(origins);
    }

    String name() {
        return name;
    }

    boolean mayGoTo(Origin origin) {
        return origins.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    /** Where it may go, for messages. */
    String places() {
        return String.join(", ", origins.stream().map(OriginPattern::toString).toList());
    }

    String headerName() {
        return headerName;
    }

    /** The header's value. */
    String header() throws CredentialUnavailableException {
        String text = secret.text();
        return switch (type) {
            case BEARER -> "Bearer " + text;
            case BASIC -> "Basic " + base64(text);
            case API_KEY -> text;
        };
    }

    /** What must not be seen in what a server sends back, be it as it was sent or as JSON writes it. */
    List<String> hidden() throws CredentialUnavailableException {
        String text = secret.text();
        List<String> sent = type == HttpConfig.Type.BASIC ? List.of(text, base64(text)) : List.of(text);
        return sent.stream().flatMap(Credential::spellings).distinct().toList();
    }

    private static Stream<String> spellings(String text) {
        String json = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return Stream.of(text, json, json.replace("/", "\\/"));
    }

    private String base64(String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "credential " + name;
    }
}
