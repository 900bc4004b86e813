package io.antflow.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class JsonTaskTest {

    /** As the service's own: snake_case, and strict. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .findAndAddModules()
            .build();

    record Address(String street, int zip) {}

    record Customer(String firstName, int age, @Nullable LocalDate since, List<Address> addresses) {}

    record Greeting(String helloText, @Nullable String nothing) {}

    static final class Greet implements Task<Customer, Greeting> {
        @Override
        public Greeting run(Customer input, TaskContext context) {
            return new Greeting("hello " + input.firstName() + ", " + input.age(), null);
        }

        @Override
        public String description() {
            return "Greets a customer.";
        }
    }

    @Test
    void readsWhatTheTaskTakesAndWritesWhatItReturnsAsTheyAreNamedInJava() throws Exception {
        Object greeting = run(new Greet(), json("{firstName: 'Ada', age: 36, addresses: [], unknown: 'x'}"));

        assertThat(greeting).isEqualTo(json("{helloText: 'hello Ada, 36', nothing: null}"));
    }

    @Test
    void readsDatesAndNestedValues() throws Exception {
        Task<Customer, String> task = new Task<>() {
            @Override
            public String run(Customer input, TaskContext context) {
                return input.since() + " " + input.addresses().get(0).zip();
            }
        };

        assertThat(run(task, json("{firstName: 'Ada', since: '2024-05-01', addresses: [{zip: 7}]}")))
                .isEqualTo(json("'2024-05-01 7'"));
    }

    @Test
    void readsListsAndMapsOfTypes() throws Exception {
        Task<Map<String, List<Address>>, Integer> task = new Task<>() {
            @Override
            public Integer run(Map<String, List<Address>> input, TaskContext context) {
                return input.get("home").get(0).zip();
            }
        };

        assertThat(run(task, json("{home: [{street: 'a', zip: 5}]}"))).isEqualTo(json("5"));
    }

    @Test
    void handsJsonOverAsItIs() throws Exception {
        Task<JsonNode, JsonNode> task = new Task<>() {
            @Override
            public JsonNode run(JsonNode input, TaskContext context) {
                return input;
            }
        };
        JsonNode value = json("{a: [1, 2]}");

        assertThat(run(task, value)).isSameAs(value);
        assertThat(run(task, NullNode.getInstance())).isSameAs(NullNode.getInstance());
    }

    @Test
    void handsJsonToATaskThatDoesNotSayWhatItTakes() throws Exception {
        Task<Object, Object> lambda = (input, context) -> input.getClass().getSimpleName();

        assertThat(run(lambda, json("{}"))).isEqualTo(json("'ObjectNode'"));
    }

    @Test
    void takesNullForNullBothWays() throws Exception {
        List<@Nullable Customer> taken = new ArrayList<>();
        Task<Customer, Greeting> task = new Task<>() {
            @Override
            @SuppressWarnings("NullAway")
            public Greeting run(Customer input, TaskContext context) {
                taken.add(input);
                return null;
            }
        };

        assertThat(run(task, NullNode.getInstance())).isNull();
        assertThat(run(task, null)).isNull();
        assertThat(taken).containsExactly(null, null);
    }

    @Test
    void readsAValueOfJavaToo() throws Exception {
        assertThat(run(new Greet(), Map.of("firstName", "Ada", "age", 36)))
                .isEqualTo(json("{helloText: 'hello Ada, 36', nothing: null}"));
    }

    @Test
    void namesTheFieldThatDoesNotFit() {
        assertThatThrownBy(() -> run(new Greet(), json("{firstName: 'Ada', addresses: [{zip: 1}, {zip: 'x'}]}")))
                .isInstanceOf(ValueConversionException.class)
                .hasMessageStartingWith("task 'greet' takes a " + Customer.class.getName()
                        + ": field 'addresses[1].zip': Cannot deserialize value of type `int` from String \"x\"");
        assertThatThrownBy(() -> run(new Greet(), json("[1]")))
                .isInstanceOf(ValueConversionException.class)
                .hasMessageStartingWith("task 'greet' takes a " + Customer.class.getName() + ": Cannot deserialize");
    }

    @Test
    void neverCutsAFractionDown() {
        assertThatThrownBy(() -> run(new Greet(), json("{firstName: 'Ada', age: 36.5}")))
                .isInstanceOf(ValueConversionException.class)
                .hasMessageContaining("field 'age'");
    }

    @Test
    void saysWhatCannotBeWrittenAsJson() {
        Task<JsonNode, Object> task = (input, context) -> new Object() {
            @SuppressWarnings("unused")
            public String getName() {
                throw new IllegalStateException("no name yet");
            }
        };

        assertThatThrownBy(() -> run(task, json("1")))
                .isInstanceOf(ValueConversionException.class)
                .hasMessageStartingWith("what task 'greet' returned is a " + JsonTaskTest.class.getName())
                .hasMessageContaining("can't be written as JSON: field 'name': no name yet");
    }

    @Test
    void letsTheTasksOwnFailuresThroughUntouched() {
        IOException failure = new IOException("connection reset");
        Task<Customer, Greeting> task = new Task<>() {
            @Override
            public Greeting run(Customer input, TaskContext context) throws IOException {
                throw failure;
            }
        };

        assertThatThrownBy(() -> run(task, json("{}"))).isSameAs(failure);
    }

    @Test
    void writesWhatAStageCompletesWith() throws Exception {
        CompletableFuture<Greeting> later = new CompletableFuture<>();
        CompletableFuture<?> result = pending((input, context) -> later);

        assertThat(result).isNotDone();
        later.complete(new Greeting("hi", null));

        assertThat(result.get()).isEqualTo(json("{helloText: 'hi', nothing: null}"));
    }

    @Test
    void writesWhatAUniCompletesWith() throws Exception {
        assertThat(pending((input, context) -> Uni.createFrom().item(new Greeting("hi", null)))
                        .get())
                .isEqualTo(json("{helloText: 'hi', nothing: null}"));
        assertThat(pending((input, context) -> Uni.createFrom().nullItem()).get())
                .isNull();
        assertThat(pending((input, context) -> CompletableFuture.completedStage(null))
                        .get())
                .isNull();
    }

    @Test
    void failsAsTheStageOrUniFails() {
        IOException failure = new IOException("connection reset");

        assertThatThrownBy(() -> pending((input, context) -> Uni.createFrom().failure(failure))
                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> pending((input, context) -> CompletableFuture.failedStage(failure))
                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void failsWhenWhatComesLaterCannotBeWritten() {
        assertThatThrownBy(() -> pending((input, context) -> CompletableFuture.completedStage(new Object()))
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ValueConversionException.class);
    }

    @Test
    void cancelsWhatTheTaskStarted() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<Boolean> uniCancelled = new CompletableFuture<>();

        pending((input, context) -> stage).cancel(true);
        pending((input, context) ->
                        Uni.createFrom().nothing().onCancellation().invoke(() -> uniCancelled.complete(true)))
                .cancel(true);

        assertThat(stage).isCancelled();
        assertThat(uniCancelled.get()).isTrue();
    }

    @Test
    void keepsTheDescription() {
        assertThat(adapted(new Greet()).description()).isEqualTo("Greets a customer.");
    }

    private static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    private static CompletableFuture<?> pending(Task<Object, Object> task) throws Exception {
        Object pending = run(task, json("{}"));
        assertThat(pending).isInstanceOf(CompletionStage.class);
        return ((CompletionStage<?>) pending).toCompletableFuture();
    }

    private static @Nullable Object run(Task<?, ?> task, @Nullable Object input) throws Exception {
        return adapted(task).run(input, new GreetContext());
    }

    @SuppressWarnings("unchecked")
    private static Task<@Nullable Object, @Nullable Object> adapted(Task<?, ?> task) {
        TaskRegistry registry = new TaskRegistry(Map.of("greet", task), Map.of(), new ItemValues(MAPPER));
        return (Task<@Nullable Object, @Nullable Object>) registry.overJson(task);
    }

    private static final class GreetContext implements TaskContext {
        @Override
        public String task() {
            return "greet";
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public String worker() {
            return "Greet-W0";
        }

        @Override
        public boolean setStatus(String text) {
            return true;
        }

        @Override
        public boolean setStatus(String text, Duration minInterval) {
            return true;
        }

        @Override
        public String runId() {
            return "R";
        }

        @Override
        public String pipeline() {
            return "greetings";
        }

        @Override
        public String stage() {
            return "Greet";
        }

        @Override
        public Object itemId() {
            return 0L;
        }

        @Override
        public long sequenceId() {
            return 0;
        }

        @Override
        public Map<String, @Nullable Object> metadata() {
            return Map.of();
        }

        @Override
        public int priority() {
            return Item.DEFAULT_PRIORITY;
        }

        @Override
        public boolean feed(Item item) {
            return false;
        }

        @Override
        public boolean feed(Item item, String stage) {
            return false;
        }
    }
}
