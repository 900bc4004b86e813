package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those of the page's modules that think, one by one, where they run: in a browser. */
@Timeout(120)
class PageModulesIT {

    @TempDir
    Path directory;

    /** Every way to cut a stream into three pieces gives the same events. */
    private static final String PARSE_IN_PIECES = """
            async () => {
              const {EventParser} = await import("/web/sse.js");
              const text = "retry: 3000\\r\\n\\r\\n: silence\\n\\nid: a-1\\revent: snapshot\\rdata: {\\"n\\":\\rdata:1}\\r\\r"
                + "data: plain\\r\\n\\r\\nevent: no data\\n\\nid\\ndata\\n\\nretry: soon\\ndata: x: y\\n\\ndata: cut off";
              const read = pieces => {
                const parser = new EventParser();
                const events = pieces.flatMap(piece => parser.push(piece));
                return JSON.stringify([parser.retry, events]);
              };
              const whole = read([text]);
              const others = new Set();
              for (let one = 0; one <= text.length; one++) {
                for (let two = one; two <= text.length; two++) {
                  others.add(read([text.slice(0, one), text.slice(one, two), text.slice(two)]));
                }
              }
              return {whole, others: [...others]};
            }""";

    private static final String BOTTLENECKS = """
            async () => {
              const {bottleneck, whyBottleneck} = await import("/web/bottleneck.js");
              const stage = (stage_name, pending_items, more = {}) =>
                ({stage_name, workers: 2, queue_capacity: 20, pending_items, retrying_items: 0, blocked_workers: 0, ...more});
              const of = (status, ...stages) => {
                const snapshot = {status, pipeline_stats: {stage_stats: Object.fromEntries(stages.map(one => [one.stage_name, one]))}};
                const slowest = bottleneck(snapshot);
                return slowest === undefined ? "none" : `${slowest}: ${whyBottleneck(snapshot, slowest)}`;
              };
              return [
                of("running", stage("A", 900), stage("B", 12), stage("C", 0)),
                of("running", stage("A", 900), stage("B", 9), stage("C", 9)),
                of("running", stage("A", 9), stage("B", 9)),
                of("running", stage("A", 20, {blocked_workers: 1}), stage("B", 1), stage("C", 3)),
                of("running", stage("A", 19, {retrying_items: 10})),
                of("running", stage("A", 20, {queue_capacity: 0})),
                of("running", stage("A", 9, {queue_capacity: 0})),
                of("paused", stage("A", 20)),
                of("completed", stage("A", 20)),
              ];
            }""";

    private static final String DURATIONS = """
            async () => {
              const {duration, percent, rate, shortType} = await import("/web/format.js");
              return [duration(0), duration(9.94), duration(9.96), duration(59.6), duration(3599.7), duration(86399), duration(90000),
                duration(null), percent(0.99999), percent(1), rate(0), rate(0.04), rate(9.96), rate(12345.6), shortType("a.b.C$D"), shortType("")];
            }""";

    /** What the service kept comes before what the page has seen since; a pause of the page is a gap; it never grows without end. */
    private static final String HISTORIES = """
            async () => {
              const {History} = await import("/web/history.js");
              const seen = (time, waiting) => ({timestamp: time, pipeline_stats: {stage_stats: {
                A: {items_per_second: 1, pending_items: waiting, in_progress_items: 2}}}});
              const kept = (timestamps, waiting) => ({timestamps, stages: {
                A: {items_per_second: waiting.map(() => 1), pending_items: waiting, in_progress_items: waiting.map(() => 2)}}});
              const told = history => `${history.times} ${history.stages.get("A").pending_items.map(String)}`;

              const late = new History();
              late.load(kept([], []));
              late.add(seen(1, 4));
              late.add(seen(10, 5));
              late.add(seen(10.5, 6));
              late.add(seen(10.5, 7));
              const alone = told(late);
              late.load(kept([8, 9, 10], [1, 2, 3]));
              const whole = told(late);
              late.add(seen(30, 8));
              const torn = told(late);
              late.load(kept([10, 20, 30], [3, 4, 5]));
              const mended = told(late);

              const long = new History();
              for (let time = 0; time < 10_000; time++) {
                long.add(seen(time, time));
              }
              const times = long.times;
              return [alone, whole, torn, mended, times.length <= 1500, times[0], times.at(-1), times.at(-1) - times.at(-600),
                long.stages.get("A").pending_items.every((waiting, index) => waiting === times[index])].map(String);
            }""";

    @Test
    void thinkRight() throws Exception {
        try (Chrome chrome = Chrome.start();
                Service service = Service.start(directory.resolve("data"));
                Tab tab = chrome.open(service.url("/"))) {
            Map<?, ?> parsed = (Map<?, ?>) tab.page().evaluate(PARSE_IN_PIECES);
            assertThat(parsed.get("whole")).isEqualTo("""
                            [3000,[{"name":"snapshot","data":"{\\"n\\":\\n1}","id":"a-1"},\
                            {"name":"message","data":"plain","id":"a-1"},\
                            {"name":"message","data":"","id":""},\
                            {"name":"message","data":"x: y","id":""}]]""");
            assertThat(parsed.get("others")).isEqualTo(List.of(parsed.get("whole")));

            assertThat(tab.page().evaluate(BOTTLENECKS))
                    .isEqualTo(List.of(
                            "B: 12 items in its queue",
                            "A: 900 items in its queue",
                            "none",
                            "B: 1 worker before it waits for room in its queue",
                            "none",
                            "A: 20 items in its queue",
                            "none",
                            "none",
                            "none"));
            assertThat(tab.page().evaluate(HISTORIES))
                    .isEqualTo(List.of(
                            "1,3.5,10,10.5 4,null,5,6",
                            "8,9,10,10.5 1,2,3,6",
                            "8,9,10,10.5,13,30 1,2,3,6,null,8",
                            "10,20,30 3,4,5",
                            "true",
                            "0",
                            "9999",
                            "599",
                            "true"));
            assertThat(tab.page().evaluate(DURATIONS))
                    .isEqualTo(List.of(
                            "0.0 s",
                            "9.9 s",
                            "10 s",
                            "1 min 00 s",
                            "1 h 00 min",
                            "23 h 59 min",
                            "1 d 1 h",
                            "–",
                            "99.9 %",
                            "100.0 %",
                            "0/s",
                            "2.4/min",
                            "10.0/s",
                            "12,346/s",
                            "C$D",
                            ""));
            tab.assertClean();
        }
    }
}
