package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.DidYouMean;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.Expressions;
import io.antflow.tasks.jq.Template;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a call from the parameters of a task, with all that is wrong with it. */
final class CallReader {

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    static final int DEFAULT_RESPONSE_BYTES = 1 << 20;
    static final int MAX_REDIRECTS = 20;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String TEMPLATE = "text, in which {jq} stands for what an item gives";

    /**
     * What the configuration sets for all calls.
     *
     * @param connectTimeout unless a definition says otherwise
     * @param responseBytes the most a definition may ask for
     */
    record Ceilings(Duration connectTimeout, int responseBytes) {}

    private enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE,
        OPTIONS
    }

    private final CallEnvironment environment;
    private final OutboundPolicy policy;
    private final Credentials credentials;
    private final Expressions expressions;
    private final ObjectMapper mapper;
    private final Ceilings ceilings;

    /**
     * @param policy what can never be allowed is a violation at once
     * @param mapper writes bodies
     * @param ceilings what parameters may ask for at most
     */
    CallReader(
            CallEnvironment environment,
            OutboundPolicy policy,
            Credentials credentials,
            Expressions expressions,
            ObjectMapper mapper,
            Ceilings ceilings) {
        this.environment = environment;
        this.policy = policy;
        this.credentials = credentials;
        this.expressions = expressions;
        this.mapper = mapper;
        this.ceilings = ceilings;
    }

    /** What there is no sense in is null: the parameters then have violations. */
    @Nullable
    HttpCall call(Parameters parameters) {
        HttpMethod method = method(parameters);
        Template url = url(parameters);
        Credential auth = auth(parameters);
        List<Map.Entry<String, Template>> query = query(parameters);
        List<Map.Entry<String, Template>> headers = headers(parameters, auth);
        BodyTemplate body = body(parameters, method, headers);
        StatusSet expected = StatusSet.read("expected_statuses", parameters, StatusSet.successful());
        StatusSet retryable = StatusSet.read("retry_statuses", parameters, StatusSet.transientOnes());
        BodyFormat format = parameters.choice("response_format", BodyFormat.class, BodyFormat.AUTO);
        HttpCall.Limits limits = new HttpCall.Limits(
                parameters.seconds("timeout_seconds", DEFAULT_TIMEOUT, SHORTEST, LONGEST),
                parameters.seconds("connect_timeout_seconds", ceilings.connectTimeout(), SHORTEST, LONGEST),
                parameters.wholeNumber(
                        "max_response_bytes",
                        Math.min(DEFAULT_RESPONSE_BYTES, ceilings.responseBytes()),
                        1,
                        ceilings.responseBytes()),
                parameters.wholeNumber("redirects", 0, 0, MAX_REDIRECTS));
        if (url == null) {
            return null;
        }
        Origin origin = origin(url);
        if (origin != null) {
            check(origin, auth, parameters);
        }
        return new HttpCall(
                environment,
                new RequestTemplate(method, url, origin, query, headers, body),
                auth,
                expected,
                retryable,
                format,
                limits);
    }

    /** Null: not there or wrong. */
    @Nullable
    Expression expression(String field, Parameters parameters) {
        return parameters.parsed(field, "a jq expression in a string", expressions::compile);
    }

    private static HttpMethod method(Parameters parameters) {
        String name = parameters.text("method", "one of the methods of HTTP");
        if (name == null) {
            return HttpMethod.GET;
        }
        for (Method method : Method.values()) {
            if (method.name().equals(name)) {
                return HttpMethod.valueOf(name);
            }
        }
        parameters.violation(
                "method",
                DidYouMean.unknownOf(
                        "method", name, List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")));
        return HttpMethod.GET;
    }

    private @Nullable Template url(Parameters parameters) {
        if (parameters.value("url") == null) {
            parameters.violation("url", "url is missing");
            return null;
        }
        String written = parameters.text("url", TEMPLATE);
        return written == null
                ? null
                : parameters.parse("url", "url:", written, text -> {
                    if (text.isBlank()) {
                        throw new IllegalArgumentException("is empty");
                    }
                    Template url = Template.parse(text, expressions);
                    requireOrigin(url);
                    return url;
                });
    }

    /** What is known of it before there is an item. */
    private static void requireOrigin(Template url) {
        String beginning = url.beginning();
        if (!url.hasPlaceholders()) {
            Target.parse(beginning);
        } else if (namesOrigin(beginning)) {
            Target.origin(beginning);
        } else if (beginning.isEmpty()
                && url.parts().getFirst() instanceof Template.Placeholder first
                && !first.reserved()) {
            throw new IllegalArgumentException("begins with %s, which would encode the ':' and '/' of a URL: write {+%s"
                    .formatted(first.source(), first.source().substring(1)));
        } else if (!beginning.isEmpty() && !beginning.matches("(?i)https?://.*")) {
            throw new IllegalArgumentException("begins with https:// or http://");
        }
    }

    private static boolean namesOrigin(String beginning) {
        int scheme = beginning.indexOf("://");
        return scheme >= 0 && beginning.substring(scheme + 3).matches("[^/?#]*[/?#].*");
    }

    /** Null: the item says where; it is checked then. */
    private static @Nullable Origin origin(Template url) {
        return url.hasPlaceholders() && !namesOrigin(url.beginning()) ? null : Target.origin(url.beginning());
    }

    private void check(Origin origin, @Nullable Credential auth, Parameters parameters) {
        if (!policy.mayAllow(origin)) {
            parameters.violation(
                    "url",
                    "url leads to '%s', which antflow.http.allow does not list: whoever runs the service may add it"
                            .formatted(origin.hostAndPort()));
        }
        if (auth != null && !auth.mayGoTo(origin)) {
            parameters.violation(
                    "auth",
                    "the credentials '%s' go only to %s, not to %s".formatted(auth.name(), auth.places(), origin));
        }
    }

    private @Nullable Credential auth(Parameters parameters) {
        String name = parameters.text("auth", "the name of credentials of the configuration");
        if (name == null) {
            return null;
        }
        Credential credential = credentials.find(name).orElse(null);
        if (credential == null) {
            parameters.violation(
                    "auth",
                    DidYouMean.unknownOf("credential", name, credentials.names())
                            + "; antflow.http.credentials.<name> in the configuration makes them");
        }
        return credential;
    }

    private List<Map.Entry<String, Template>> query(Parameters parameters) {
        List<Map.Entry<String, Template>> query = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : parameters.entries("query", "an object of names and values")) {
            String name = entry.getKey();
            String field = "query." + ClientText.shown(name);
            if (entry.getValue().isArray()) {
                for (int i = 0; i < entry.getValue().size(); i++) {
                    add(query, field + "[" + i + "]", name, entry.getValue().get(i), parameters);
                }
            } else {
                add(query, field, name, entry.getValue(), parameters);
            }
        }
        return query;
    }

    private List<Map.Entry<String, Template>> headers(Parameters parameters, @Nullable Credential auth) {
        List<Map.Entry<String, Template>> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : parameters.entries("headers", "an object of names and values")) {
            String name = entry.getKey();
            String field = "headers." + ClientText.shown(name);
            if (!HeaderText.isName(name)) {
                parameters.violation(field, "'%s' is no name of a header".formatted(ClientText.shown(name)));
            } else if (HeaderText.isSecret(name)) {
                parameters.violation(
                        field,
                        "%s is not for definitions, which anybody may read: 'auth' names credentials of the configuration"
                                .formatted(name));
            } else if (HeaderText.isOurs(name)) {
                parameters.violation(field, "%s is written by the client itself".formatted(name));
            } else if (auth != null && name.equalsIgnoreCase(auth.headerName())) {
                parameters.violation(field, "%s is what 'auth' sends".formatted(name));
            } else {
                add(headers, field, name, entry.getValue(), parameters);
            }
        }
        addUnlessThere(headers, "Accept", "application/json, */*;q=0.9");
        addUnlessThere(headers, "User-Agent", "AntFlow");
        addUnlessThere(headers, "Accept-Encoding", "gzip"); // the client would offer what needs native libraries
        return headers;
    }

    private void add(
            List<Map.Entry<String, Template>> templates,
            String field,
            String name,
            JsonNode value,
            Parameters parameters) {
        if (!value.isValueNode() || value.isNull()) {
            parameters.wrong(field, TEMPLATE, value);
            return;
        }
        Template template = parameters.parse(field, "'" + ClientText.shown(name) + "':", value.asText(), text -> {
            Template parsed = Template.parse(text, expressions);
            if (field.startsWith("headers.")) {
                HeaderText.requireValue(parsed.beginning());
            }
            return parsed;
        });
        if (template != null) {
            templates.add(Map.entry(name, template));
        }
    }

    private @Nullable BodyTemplate body(
            Parameters parameters, HttpMethod method, List<Map.Entry<String, Template>> headers) {
        Expression expression = parameters.parsed(
                "body", "a jq expression in a string, such as \"{name: .name}\"", expressions::compile);
        if (parameters.value("body") == null) {
            return null;
        }
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            parameters.violation("body", "a request by %s has no body: is method POST meant?".formatted(method));
        }
        addUnlessThere(headers, "Content-Type", "application/json");
        String contentType = find(headers, "Content-Type");
        return expression == null ? null : new BodyTemplate(expression, BodyTemplate.Format.of(contentType), mapper);
    }

    private void addUnlessThere(List<Map.Entry<String, Template>> headers, String name, String value) {
        if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase(name))) {
            headers.add(Map.entry(name, Template.parse(value, expressions)));
        }
    }

    private static String find(List<Map.Entry<String, Template>> headers, String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().beginning())
                .findFirst()
                .orElse("");
    }
}
