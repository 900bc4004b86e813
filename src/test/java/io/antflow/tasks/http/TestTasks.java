package io.antflow.tasks.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.jq.Expressions;
import io.antflow.tasks.jq.Template;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** The tasks as the service has them, made for a test without it. */
final class TestTasks implements AutoCloseable {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final Expressions EXPRESSIONS = expressions();

    private final Vertx vertx = Vertx.vertx();
    List<String> allow = List.of("loopback", "public");
    Credentials credentials = Credentials.of(Map.of(), System::nanoTime);
    Routes.Lookup lookup = InetAddress::getAllByName;
    HttpClientOptions secure = Clients.secure();
    ResponseBudget budget = new ResponseBudget(64 << 20);
    LongSupplier nanoTime = System::nanoTime;
    Duration connectTimeout = Duration.ofSeconds(10);
    int connections = 10_000;
    PollTask.Pause pause = time -> {
        throw new AssertionError("nothing waits here");
    };

    private static Expressions expressions() {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, functions);
        return new Expressions(functions);
    }

    /** JSON with single quotes and bare names. */
    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Template template(String text) {
        return Template.parse(text, EXPRESSIONS);
    }

    Task<JsonNode, JsonNode> http(String with, Object... values) throws InvalidParametersException {
        return new HttpTasks(reader(), new Schemas(MAPPER)).task((ObjectNode) json(with.formatted(values)));
    }

    Task<JsonNode, JsonNode> poll(String with, Object... values) throws InvalidParametersException {
        return new PollTasks(reader(), new Schemas(MAPPER), pause).task((ObjectNode) json(with.formatted(values)));
    }

    /** Calls once, for that item. */
    JsonNode call(String item, String with, Object... values) throws Exception {
        return http(with, values).run(json(item), new Context());
    }

    private CallReader reader() {
        OutboundPolicy policy = OutboundPolicy.of(allow);
        CallEnvironment environment = new CallEnvironment(
                Clients.transport(
                        vertx,
                        Clients.plain(),
                        secure,
                        new Clients.Sizes(connections, Duration.ofSeconds(30), connectTimeout),
                        budget),
                new Routes(policy, lookup, nanoTime),
                new BodyReader(HttpBeans.mapper(500)),
                nanoTime,
                InstantSource.fixed(NOW),
                Duration.ofMinutes(5));
        return new CallReader(
                environment,
                policy,
                credentials,
                EXPRESSIONS,
                HttpBeans.mapper(500),
                new CallReader.Ceilings(connectTimeout, 16 << 20));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
