package io.antflow.tasks.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an expression is up to, an interrupt ends it, and so does the time limit; and it gets no more memory than it may. */
@Timeout(30)
class HostileExpressionTest {

    private static final String CHOICES = "(1,2)+".repeat(60) + "0";

    private static final List<String> ENDLESS = List.of(
            "range(1e12)|empty",
            "range(0;1e12;0.5)|empty",
            "range(1e12) as $x|empty",
            "last(range(1e15))",
            "nth(1e15;range(1e16))",
            "reduce range(1e15) as $x (0;.+$x)",
            "reduce range(1e15) as $x (0;empty)",
            "reduce (range(1e15)|[.,{}]) as [$x,{a:$y}] (0;.)",
            "foreach range(1e15) as $x (0;.+$x;empty)",
            "def f(n): if n==0 then 1 else f(n-1),f(n-1) end; last(f(60))",
            "def f: if .==0 then 1 else .-1|f,f end; 60|[f]|length",
            "def f(n): if n==0 then empty else f(n-1)?,f(n-1) end; f(60)",
            "[range(50)|[0,1]]|[combinations]",
            "[0,1]|combinations(60)|empty",
            "first(range(1e15)|select(.<0))",
            "any(range(1e15);false)",
            "all(range(1e15);true)",
            "limit(1e15;range(1e15))|empty",
            "first(range(1e15)|select(.<0))//(range(1e15)|empty)",
            "try (range(1e15)|empty) catch .",
            "label $out|range(1e15)|if .<0 then break $out else empty end",
            "[range(1e15)|empty]",
            "{a:(range(1e15)|empty)}",
            "\"\\(range(1e15)|empty)\"",
            "range(1e15)|select(.<0) as $x|$x",
            "(range(1e15)|empty)//1",
            "(range(1e15)|false)//1",
            "path(range(1e15)|empty)",
            "[[0]]|getpath([range(1e15)|select(.<0)])",
            "(" + CHOICES + ")|empty",
            "last(" + CHOICES + ")",
            "\"" + "\\(1,2)".repeat(60) + "\"|empty",
            "{" + fields(60) + "}|empty",
            "[1,2]|" + "[.[],.[]]|.[]|[.,.]|".repeat(40) + "empty",
            "[1,2]|" + ".[] as $x|".repeat(60) + "empty",
            "(1,2)|" + "(.,.)|".repeat(60) + "empty",
            "if " + "(true,true) and ".repeat(60) + "true then empty else empty end",
            "if " + "(false,false) or ".repeat(60) + "false then empty else empty end",
            "-" + "(1,-".repeat(1) + "(" + CHOICES + "))|empty",
            "[range(1e6)]|.[]=1|empty",
            "[range(1e6)]|.[]|=1|empty",
            "[range(1e6)]|.[]+=1|empty",
            "[range(1e6)]|.[]//=1|empty",
            "[range(1e6)]|map_values(.+1)|empty",
            "[range(1e5)]|contains([range(1e5)|-1-.])|not|empty,(range(1e12)|empty)",
            "[range(1e5)|[.]]|contains([range(1e5)|[1e6+.]])|empty,(range(1e12)|empty)",
            "('a'*40)|test('(a+)+$b')",
            "('a'*40+'b')|test('^(a+)+$')",
            "('a'*40+'b')|test('^(a|aa)+$')",
            "('a'*40+'b')|[match('(a|aa)+$';'g')]",
            "('a'*40+'b')|sub('^(a|a)*$';'x')",
            "('a'*40+'b')|gsub('(x+x+)+y|(a+)+$';'x')",
            "('a'*40+'b')|[scan('(a*a*)*$')]",
            "('a'*40+'b')|capture('(?<x>(a+)+)$')",
            "('a'*40+'b')|[splits('(a+)+$')]",
            "range(1e12)|'aaaa'|test('b')|empty",
            "range(1e12)|tojson|fromjson|empty");

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder("a:1");
        for (int i = 0; i < count; i++) {
            fields.append(",f").append(i).append(":(1,2)");
        }
        return fields.toString();
    }

    private static List<String> endless() {
        return ENDLESS.stream().map(text -> text.replace('\'', '"')).toList();
    }

    @ParameterizedTest
    @MethodSource("endless")
    void anInterruptEndsWhatNeverEnds(String text) throws Exception {
        CountDownLatch onItsWay = new CountDownLatch(2);
        Expression expression =
                Jq.expressions(Duration.ofDays(1), counting(onItsWay)).compile(text);
        FutureTask<List<JsonNode>> evaluation = evaluation(expression, onItsWay);
        Thread thread = Thread.ofVirtual().start(evaluation);
        onItsWay.await();

        thread.interrupt();

        assertThatThrownBy(evaluation::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void theTimeLimitEndsWhatNeverEnds(String text) {
        // every look at the clock is a second, but for regular expressions, whose search looks at the real one
        AtomicLong seconds = new AtomicLong();
        boolean searches = text.contains("\"a\"*40");
        LongSupplier clock = searches ? System::nanoTime : () -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement());
        Duration limit = searches ? Duration.ofMillis(100) : Duration.ofSeconds(100);
        Expression expression = Jq.expressions(limit, clock).compile(text);

        assertThatThrownBy(() -> expression.all(NullNode.getInstance()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageEndingWith("takes longer than %d ms (antflow.expressions.timeout)", limit.toMillis());
    }

    @Test
    void anInterruptEndsWhatNeedsADeepStack() throws Exception {
        CountDownLatch onItsWay = new CountDownLatch(100);
        Expression expression = Jq.expressions(Duration.ofDays(1), counting(onItsWay))
                .compile("def f: if .==500 then range(1e15)|empty else .+1|f end; 0|f");
        FutureTask<List<JsonNode>> evaluation = evaluation(expression, onItsWay);
        Thread thread = Thread.ofVirtual().start(evaluation);
        onItsWay.await();

        thread.interrupt();

        assertThatThrownBy(evaluation::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptFromBeforeCountsToo() {
        Expression expression = Jq.expressions().compile("range(1e15)|empty");

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> expression.all(NullNode.getInstance())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[range(1e12)]",
                "[range(1e9)|[]]",
                "[range(1e6)|'x'*100000]",
                "'a'*1e9",
                "1e9*'a'",
                "'a'*infinite",
                "reduce range(50) as $i ('a';.+.)",
                "reduce range(50) as $i ('a';'\\(.)\\(.)')",
                "reduce range(50) as $i ('a';[.,.]|join(''))",
                "reduce range(50) as $i ('a';[.,.]|tojson)",
                "reduce range(50) as $i ('a';@json)",
                "reduce range(50) as $i ('a';@base64|@base64)",
                "reduce range(18) as $i ('a';gsub('a';'aa'))|[range(200) as $i|gsub('a';'b')]",
                "reduce range(60) as $i (1;[.,.])",
                "reduce range(60) as $i (1;{a:.,b:.})",
                "reduce range(60) as $i (1;[.,.])|tojson",
                "reduce range(60) as $i (1;[.,.])|[..]|length",
                "reduce range(60) as $i ([1];.+.)",
                "reduce range(60) as $i ([1];[.[],.[]])",
                "reduce range(60) as $i ({a:1};{a:.}*{b:.})",
                "reduce range(60) as $i (1;[.,.])|.==.",
                "reduce range(60) as $i (1;[.,.])|error",
                "reduce range(60) as $i (1;[.,.])|.a",
                "reduce range(60) as $i (1;{a:[.,.]})|to_entries",
                "[range(100000)|'a'*50]|join('b'*10000)",
                "[range(100000)|[range(100000)]]",
                ".[1000000000]=1",
                ".[1000000000]|=1",
                ".[1000000000]+=1",
                ".[10000000][10000000][10000000][10000000]=1",
                "setpath([1000000000];1)",
                "setpath([range(900)|1000000];1)",
                "path(.[1e9])|length",
                "[foreach range(1e9) as $i ('x';.+'x')]",
                "'x'*1000000|[range(1e6) as $i|explode]",
                "'a'*1000000|[splits('')]|map(explode)|[.,.,.]|flatten",
                "[range(1e9)|tostring]|add",
                "[range(1e9)|{a:.}]|group_by(.a)",
                "[limit(1e9;range(1e9))]",
                "def f(x): x,f([x,x]); [f(1)]",
                "[recurse([.,.])]|length",
                "[range(1e9)] as $x|1",
                "1 as $x|[range(1e9)|$x]|sort",
                "[paths(range(1e9))]?,[range(1e9)]",
                "[range(3000000)|1.5]|map(.)|map([.])"
            })
    void memoryIsLimited(String text) {
        Expression expression = Jq.expressions(32 << 20).compile(text.replace('\'', '"'));

        assertThatThrownBy(() -> expression.all(NullNode.getInstance()))
                .isInstanceOf(ExpressionException.class)
                .message()
                .containsAnyOf(
                        "makes more than 32 MB (antflow.expressions.max-memory) of values",
                        "makes a value of more than 8 MB (a quarter of antflow.expressions.max-memory)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "def f: f; f                                  | calls itself too often, or without end",
                "def f: [f]; f                                | calls itself too often, or without end",
                "def f: f,f; f                                | calls itself too often, or without end",
                "def f: 1,f; f                                | calls itself too often, or without end",
                "def f: try f catch f; f                      | calls itself too often, or without end",
                "def f: f?; f                                 | calls itself too often, or without end",
                "`def f: .a.b.c|. as $x|{a:[f+1]}; f`         | calls itself too often, or without end",
                "`def f(g): f(g|g); f(.)`                     | calls itself too often, or without end",
                "def f: def g: f; g; f                        | calls itself too often, or without end",
                "until(false;.)                               | calls itself too often, or without end",
                "`0|while(true;.+1)`                          | calls itself too often, or without end",
                "`{}|recurse({a:.})`                          | makes a value that is nested more than 500 deep",
                "reduce range(1e6) as $i (0;[.])              | makes a value that is nested more than 500 deep",
                "reduce range(1e6) as $i (0;{a:.})            | makes a value that is nested more than 500 deep",
                "`setpath([range(700)|\"a\"];1)`                | makes a value that is nested more than 500 deep",
                "`[range(600)|\"[\"]|add|fromjson`            | fails: failed to parse string (\"[[[[[[[[[[...) as json",
                "`(\"[\"*600+\"]\"*600)|fromjson`             | makes a value that is nested more than 500 deep",
                "`setpath([range(100000)|\"a\"];1)`             | fails: a path has at most 1000 steps, not 100000",
                "`getpath([range(100000)|\"a\"])`               | fails: a path has at most 1000 steps, not 100000",
                "`[range(200000)]|del(.[])`                   | works on too much at once: 266668 by 200000",
                "`[range(200000)]|indices([range(100000)])`   | works on too much at once: 266668 by 100000",
                "`[range(200000)]|.[[range(200)]]`            | fails: an array to look for has at most 100 elements, not 200",
                "`(\"a\"*1e6)|contains(\"a\"*5e5+\"b\")`      | works on too much at once: 1000000 by 500001",
                "`(\"a\"*1e6)|indices(\"a\"*5e5)`             | works on too much at once: 1000000 by 500000",
                "`(\"a\"*1e6)|index(\"a\"*5e5)`               | works on too much at once: 1000000 by 500000",
                "`(\"a\"*1e6)|split(\"a\"*5e5)`               | works on too much at once: 1000000 by 500000",
                "`(\"a\"*1e6)/(\"a\"*5e5+\"b\")`              | works on too much at once: 1000000 by 500001",
                "`(\"a\"*2e6)|test(\"a\")`                    | fails: a regular expression searches at most 1000000 bytes, not 2000000",
                "`\"a\"|test(\"a\"*2000)`                     | fails: a regular expression has at most 1000 characters, not 2000",
                "range(1e12)                                  | gives more than 10000 values",
            })
    void endsWithAReason(String text, String reason) {
        Expression expression =
                Jq.expressions(Duration.ofMinutes(1), System::nanoTime).compile(text);

        assertThatThrownBy(() -> expression.all(NullNode.getInstance()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("jq '" + text + "' " + reason);
    }

    @Test
    void memoryOfALoopIsThatOfItsResult() throws Exception {
        Expression expression = Jq.expressions(32 << 20)
                .compile("reduce range(3000) as $i ([];.[0:2000] + [\"x\" * 100000 | length])|length");

        assertThat(expression.one(NullNode.getInstance()).intValue()).isEqualTo(2001);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0|until(.>=2000;.+1), 2000",
                "[0|while(.<1000;.+1)]|length, 1000",
                "[2|recurse(if .<1000 then .+1 else empty end)]|length, 999",
                "def f: if .==500 then 7 else .+1|f end; 0|f, 7"
            })
    void callsItselfManyTimesWhereThatEnds(String text, int result) throws Exception {
        assertThat(Jq.expressions().compile(text).one(NullNode.getInstance()).intValue())
                .isEqualTo(result);
    }

    /** One that never gets on its way fails the test, and does not hang it. */
    private static FutureTask<List<JsonNode>> evaluation(Expression expression, CountDownLatch onItsWay) {
        return new FutureTask<>(() -> expression.all(NullNode.getInstance())) {
            @Override
            protected void done() {
                while (onItsWay.getCount() > 0) {
                    onItsWay.countDown();
                }
            }
        };
    }

    private static LongSupplier counting(CountDownLatch looks) {
        return () -> {
            looks.countDown();
            return System.nanoTime();
        };
    }
}
