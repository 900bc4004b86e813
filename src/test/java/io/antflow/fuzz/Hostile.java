package io.antflow.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What programs stumble over. */
final class Hostile {

    static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\u0001\u001b[2J",
            "a\r\nX-Injected: 1",
            "%",
            "%00",
            "%zz",
            "..",
            "../../etc/passwd",
            "a/b",
            "a;b=c",
            "a?b#c",
            "null",
            "true",
            "-1",
            "0",
            "08",
            "1e309",
            "1e1000000000",
            "1e9999999999",
            "NaN",
            "Infinity",
            "0x10",
            "1_000",
            "9".repeat(400),
            "9223372036854775808",
            "a".repeat(257),
            "a".repeat(3000),
            "ü",
            "\uD83D\uDE00".repeat(60),
            "\uD800",
            "\uFEFF",
            "\u202Eabc",
            "\u0661\u0662",
            "İ",
            "' OR 1=1 --",
            "${jndi:ldap://localhost/x}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "__proto__",
            ".",
            "*",
            "[",
            "(".repeat(2000),
            "def f: f; f",
            "[range(1e9)]",
            "java.lang.Runtime",
            "http://127.0.0.1:1/",
            "file:///etc/passwd");

    static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1",
            "-1",
            "0.1",
            "1.0",
            "1.5",
            "100",
            "10000",
            "10001",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "1e308",
            "1e309",
            "-1e400",
            "1e-400",
            "1e1000000000",
            "1e9999999999",
            "1e-1000000000",
            "1e99999999999999999999",
            "NaN",
            "Infinity",
            "-Infinity",
            "01",
            "+1",
            ".5",
            "5.",
            "0x10",
            "1_0",
            "9".repeat(5000));

    static final List<String> MEDIA_TYPES = List.of(
            "",
            "*/*",
            "application/*",
            "application/json",
            "application/json;charset=utf-16",
            "application/json; charset=nope",
            "application/json;q=0",
            "application/json;q=2",
            "application/problem+json",
            "application/x-ndjson",
            "application/yaml",
            "application/merge-patch+json",
            "text/event-stream",
            "text/plain",
            "text/html, application/xhtml+xml, */*;q=0.8",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application",
            "a/b/c",
            "/",
            ";",
            ",",
            "application/json;;;=\"",
            "*/json",
            "x".repeat(2000) + "/y");

    private Hostile() {}

    /** A body that is no good document, in some way or other. */
    static byte[] body(RandomGenerator random) {
        return switch (random.nextInt(22)) {
            case 0 -> new byte[0];
            case 1 -> text("[".repeat(100_000));
            case 2 -> text("{\"a\":".repeat(50_000));
            case 3 -> text("[".repeat(490) + "]".repeat(490));
            case 4 ->
                text("{"
                        + IntStream.range(0, 20_000)
                                .mapToObj(i -> "\"k" + i + "\":0")
                                .collect(Collectors.joining(",")) + "}");
            case 5 ->
                text("{" + collidingNames().map(name -> "\"" + name + "\":0").collect(Collectors.joining(",")) + "}");
            case 6 -> text("{\"stages\":[],\"stages\":[]}");
            case 7 -> text("[1e1000000000, 1e-1000000000, " + "9".repeat(100_000) + "]");
            case 8 -> new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0};
            case 9 -> new byte[] {'"', (byte) 0xc3, (byte) 0x28, (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
            case 10 -> new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '[', ']'};
            case 11 -> text("{}{}");
            case 12 -> text("[1,]");
            case 13 -> text("{'a':1}");
            case 14 -> text("// comment\n[]");
            case 15 -> text("\"" + "x".repeat(1_200_000) + "\"");
            case 16 -> text("a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\nstages: *b\n");
            case 17 -> text("stages: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]");
            case 18 -> text("? ".repeat(5000));
            case 19 -> text("- ".repeat(5000));
            case 20 -> text("\n".repeat(100_000));
            default -> noise(random);
        };
    }

    /** 4096 names with one hash code. */
    private static Stream<String> collidingNames() {
        return IntStream.range(0, 4096)
                .mapToObj(number -> IntStream.range(0, 12)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()));
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static <T> T any(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
