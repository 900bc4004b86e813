package io.antflow.tasks.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.antflow.pipeline.NotRetryable;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Task;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.ExpressionException;
import io.antflow.tasks.jq.Jq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinTasksTest {

    private final Calls calls = new Calls();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'jq':'{id, total: (.n * 2)}'}   | {'id':1,'n':2,'x':3} | {'id':1,'total':4}",
                "{'jq':'.x'}                      | {'y':1}              | null",
                "{'jq':'.[]','collect':true}      | [1,[2]]              | [1,[2]]",
                "{'jq':'empty','collect':true}    | 1                    | []",
            })
    void transformGoesOnWithWhatTheExpressionGives(String with, String value, String result) throws Exception {
        assertThat(call(Calls.TASKS.transform(), with, value)).isEqualTo(Jq.json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'jq':'.[]'}   | [1,2] | jq '.[]' gives 2 values, not one",
                "{'jq':'empty'} | 1     | jq 'empty' gives 0 values, not one"
            })
    void transformNeedsOneValue(String with, String value, String message) {
        assertThatThrownBy(() -> call(Calls.TASKS.transform(), with, value))
                .isInstanceOf(ExpressionException.class)
                .isInstanceOf(NotRetryable.class)
                .hasMessage(message);
    }

    @Property(tries = 300)
    void transformByADotIsIdentity(@ForAll("json") JsonNode value) throws Exception {
        assertThat(call(Calls.TASKS.transform(), "{'jq':'.'}", value)).isEqualTo(value);
    }

    @Property(tries = 300)
    void whatAFilterLeavesOutItsComplementKeeps(@ForAll("json") JsonNode value) throws Exception {
        String condition = "(type == \"number\") or (tostring | length > 4)";

        Object kept = call(Calls.TASKS.filter(), filter(condition), value);
        Object keptByOther = call(Calls.TASKS.filter(), filter("(" + condition + ") | not"), value);

        assertThat(List.of(kept, keptByOther))
                .filteredOn(Skip.class::isInstance)
                .hasSize(1);
        assertThat(List.of(kept, keptByOther))
                .filteredOn(JsonNode.class::isInstance)
                .containsExactly(value);
    }

    private static String filter(String condition) {
        return JsonNodeFactory.instance.objectNode().put("keep", condition).toString();
    }

    @Provide
    Arbitrary<JsonNode> json() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> scalar = Arbitraries.oneOf(
                Arbitraries.integers().map(nodes::numberNode),
                Arbitraries.longs().map(nodes::numberNode),
                Arbitraries.doubles().map(nodes::numberNode),
                Arbitraries.strings().ofMaxLength(10).map(nodes::textNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        Arbitrary<JsonNode> value = scalar;
        for (int depth = 0; depth < 2; depth++) {
            Arbitrary<JsonNode> inner = value;
            value = Arbitraries.oneOf(
                    scalar,
                    inner.list().ofMaxSize(3).map(list -> nodes.arrayNode().addAll(list)),
                    Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                            .ofMaxSize(3)
                            .map(map -> nodes.objectNode().setAll(map)));
        }
        return value;
    }

    @Test
    void filterSaysWhyAnItemEnds() throws Exception {
        assertThat(call(Calls.TASKS.filter(), "{'keep':'.age > 17','reason':'too young'}", "{'age':3}"))
                .isEqualTo(new Skip("too young"));
        assertThat(call(Calls.TASKS.filter(), "{'keep':'.age > 17'}", "{'age':3}"))
                .isEqualTo(new Skip("filtered out: .age > 17 is false"));
    }

    @Test
    void filterTakesOnlyTrueAndFalse() {
        assertThatThrownBy(() -> call(Calls.TASKS.filter(), "{'keep':'.age'}", "{'age':3}"))
                .hasMessage("jq '.age' gives 3, not true or false");
    }

    @Test
    void validateTellsAllThatIsWrong() throws Exception {
        String with =
                "{'schema':{'type':'object','required':['id','email'],'properties':{'id':true,'email':{'type':'string','format':'email'},"
                        + "'tags':{'type':'array','items':{'$ref':'#/$defs/tag'}}},'additionalProperties':false,"
                        + "'$defs':{'tag':{'type':'string','pattern':'^[a-z]+$'}}}}";

        assertThat(call(Calls.TASKS.validate(), with, "{'id':1,'email':'a@b.org','tags':['x']}"))
                .isEqualTo(Jq.json("{'id':1,'email':'a@b.org','tags':['x']}"));
        assertThatThrownBy(() -> call(Calls.TASKS.validate(), with, "{'email':'nope','tags':['x','Y',3],'x':1}"))
                .isInstanceOf(NotRetryable.class)
                .message()
                .contains("the value: required property 'id' not found")
                .contains("email: does not match the email pattern")
                .contains("tags[1]: does not match the regex pattern ^[a-z]+$")
                .contains("tags[2]: integer found, string expected")
                .contains("property 'x' is not defined in the schema");
    }

    @Test
    void validateDoesNotFillTheMemoryWithMessages() {
        String values = "[" + "'x',".repeat(10_000) + "1]";

        assertThatThrownBy(() -> call(Calls.TASKS.validate(), "{'schema':{'items':{'type':'integer'}}}", values))
                .message()
                .endsWith("; and 9950 more")
                .hasSizeLessThan(5_000);
    }

    @Test
    @Timeout(30)
    void anInterruptEndsAPatternThatNeverEnds() throws Exception {
        Task<?, ?> task = Calls.made(Calls.TASKS.validate(), "{'schema':{'pattern':'^(a+)+(\\\\1)?$'}}");
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<Object> call = new FutureTask<>(() -> {
            started.countDown();
            return calls.call(task, Jq.json("'" + "a".repeat(60) + "b'"));
        });
        Thread thread = Thread.ofVirtual().start(call);
        started.await();

        thread.interrupt();

        assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1500, waiting 1.5 s",
        "0, 0, waiting 0 s",
        "'\".wait * 2\"', 8000, waiting 8 s",
        "86400, 86400000, waiting 86400 s"
    })
    void delayWaitsAsLongAsItIsTold(String seconds, long millis, String status) throws Exception {
        List<Duration> waits = new ArrayList<>();

        Object result =
                calls.call(DelayTask.of(Calls.with("{'seconds':" + seconds + "}"), waits::add), Jq.json("{'wait':4}"));

        assertThat(waits).containsExactly(Duration.ofMillis(millis));
        assertThat(calls.status).containsExactly(status);
        assertThat(result).isEqualTo(Jq.json("{'wait':4}"));
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "1e9, 1.0E9", "nan, NaN", "\"x\", \"x\"", "null, null"})
    void delayIsBounded(String seconds, String shown) {
        Task<?, ?> task =
                DelayTask.of(Calls.with("{\"seconds\":\"" + seconds.replace("\"", "\\\"") + "\"}"), wait -> {});

        assertThatThrownBy(() -> calls.call(task, Jq.json("{}")))
                .isInstanceOf(UnusableValueException.class)
                .hasMessage("seconds must be a number from 0 to 86400, and gives " + shown.replace("\"", "'")
                        + " for this item");
    }

    @Test
    @Timeout(30)
    void anInterruptEndsADelayAtOnce() throws Exception {
        Task<?, ?> task = Calls.made(Calls.TASKS.delay(), "{'seconds':86400}");
        FutureTask<Object> call = new FutureTask<>(() -> calls.call(task, null));
        Thread thread = Thread.ofVirtual().unstarted(call);
        thread.start();

        thread.interrupt();

        assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void logWritesOneLineThatEndsWhereItEnds() throws Exception {
        RecordingLogger logger = new RecordingLogger();
        Task<?, ?> task = LogTask.of(
                Calls.with("{'message':'\"saved \\\\(.name)\"','level':'warn'}"), budget(() -> 0), () -> 0, logger);

        Object result = calls.call(task, Jq.json("{'name':'a\\nb\\u001b[31m\\u2028\\u202e'}"));

        assertThat(logger.lines)
                .containsExactly("WARN orders/Stage item item-0: saved a\\u000ab\\u001b[31m\\u2028\\u202e");
        assertThat(result).isEqualTo(Jq.json("{'name':'a\\nb\\u001b[31m\\u2028\\u202e'}"));
    }

    @Test
    void logCutsALongLineAndWritesOtherValuesAsJson() throws Exception {
        RecordingLogger logger = new RecordingLogger();
        Task<?, ?> task = LogTask.of(Calls.with("{}"), budget(() -> 0), () -> 0, logger);

        calls.call(task, Jq.json("{'a':[1]}"));
        calls.call(task, Jq.json("'" + "x".repeat(5_000) + "'"));

        assertThat(logger.lines.getFirst()).isEqualTo("INFO orders/Stage item item-0: {\"a\":[1]}");
        assertThat(logger.lines.getLast()).endsWith("x…").hasSizeLessThan(1_100);
    }

    @Test
    void itemsCannotFloodTheLog() throws Exception {
        RecordingLogger logger = new RecordingLogger();
        AtomicLong now = new AtomicLong();
        Task<?, ?> task = LogTask.of(Calls.with("{'max_per_second':3}"), budget(now::get), now::get, logger);

        for (int i = 0; i < 1_000; i++) {
            calls.call(task, Jq.json("1"));
        }
        now.addAndGet(1_000_000_000);
        calls.call(task, Jq.json("1"));

        assertThat(logger.lines).hasSize(4);
        assertThat(logger.lines.getLast()).endsWith(": 1 (997 lines before this one were left out)");
    }

    @Test
    void allLogTasksTogetherCannotFloodTheLog() throws Exception {
        RecordingLogger logger = new RecordingLogger();
        LogBudget all = budget(() -> 0);
        for (int i = 0; i < 100; i++) {
            Task<?, ?> task = LogTask.of(Calls.with("{}"), all, () -> 0, logger);
            for (int j = 0; j < 20; j++) {
                calls.call(task, Jq.json("1"));
            }
        }

        assertThat(logger.lines).hasSize(100);
    }

    private static LogBudget budget(LongSupplier nanoTime) {
        return new LogBudget(100, nanoTime);
    }

    @Test
    void failHitsAsOftenAsItIsTold() throws Exception {
        Task<?, ?> task = Calls.made(Calls.TASKS.fail(), "{'probability':0.3,'seed':42}");

        assertThat(hits(task, 1)).hasSizeBetween(2_700, 3_300);
        assertThat(hits(Calls.made(Calls.TASKS.fail(), "{'probability':0}"), 1)).isEmpty();
        assertThat(hits(Calls.made(Calls.TASKS.fail(), "{}"), 1)).hasSize(10_000);
    }

    @Test
    void failHitsTheSameAttemptsWithTheSameSeed() throws Exception {
        String with = "{'probability':0.3,'seed':42}";

        assertThat(hits(Calls.made(Calls.TASKS.fail(), with), 1))
                .isEqualTo(hits(Calls.made(Calls.TASKS.fail(), with), 1));
        assertThat(hits(Calls.made(Calls.TASKS.fail(), with), 2))
                .isNotEqualTo(hits(Calls.made(Calls.TASKS.fail(), with), 1));
    }

    private List<Integer> hits(Task<?, ?> task, int attempt) {
        return IntStream.range(0, 10_000)
                .filter(item -> {
                    try {
                        calls.call(task, null, item, attempt);
                        return false;
                    } catch (DrillException e) {
                        return true;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .boxed()
                .toList();
    }

    @Test
    void failKnowsOtherKinds() throws Exception {
        List<Duration> waits = new ArrayList<>();

        assertThatThrownBy(() -> calls.call(
                        FailTask.of(Calls.with("{'kind':'not_retryable','message':'boom'}"), 1, waits::add), null))
                .isInstanceOf(NotRetryable.class)
                .hasMessage("boom");
        calls.call(FailTask.of(Calls.with("{'kind':'slow','seconds':2}"), 1, waits::add), null);
        calls.call(FailTask.of(Calls.with("{'kind':'timeout'}"), 1, waits::add), null);

        assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofDays(1));
        assertThat(calls.status).containsExactly("slow, for a drill", "hanging, for a drill");
    }

    private @Nullable Object call(TaskFactory factory, String with, String value) throws Exception {
        return call(factory, with, Jq.json(value));
    }

    private @Nullable Object call(TaskFactory factory, String with, JsonNode value) throws Exception {
        return calls.call(Calls.made(factory, with), value);
    }

    private static final class RecordingLogger extends Logger {

        private static final long serialVersionUID = 1L;

        final List<String> lines = new ArrayList<>();

        RecordingLogger() {
            super("recording");
        }

        @Override
        public boolean isEnabled(Level level) {
            return true;
        }

        @Override
        protected void doLog(Level level, String loggerClass, Object message, Object[] parameters, Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        protected void doLogf(Level level, String loggerClass, String format, Object[] parameters, Throwable thrown) {
            throw new UnsupportedOperationException();
        }
    }
}
