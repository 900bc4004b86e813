package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.deploy.Board;
import io.antflow.deploy.PromQl;
import io.antflow.deploy.Rules;
import io.antflow.e2e.FilledQuery.Pick;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed for Prometheus and Grafana, asked of the real Prometheus that scrapes the real service. */
class MonitoringIT {

    private static final Duration LIMIT = Duration.ofSeconds(45);

    /** What there is no sample of in a minute in which all goes well. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            // No alert fires so soon: each waits for longer. The panel "Alerts firing" shows a zero then.
            "annotation / Alerts");

    /** A pipeline with retries and failures, and its stage that holds up the others. */
    private static final Pick BOTTLENECK = new Pick("antflow", "users", "Enrichment");

    /** What the board's first row shows of a service that has nothing to do. */
    private static final Set<String> ZERO_WHEN_IDLE =
            Set.of("Finished", "Oldest waiting", "Oldest running", "Drained in", "In flight", "Held");

    @TempDir
    Path directory;

    @BeforeAll
    static void prometheusIsThere() {
        Prometheus.required();
    }

    @Test
    @Timeout(300)
    void everyQueryOfBoardAndRulesAnswersWithFigures() throws Exception {
        try (Service service = Service.start(
                        directory.resolve("data"), "antflow.demo=true", "antflow.engine.events-kept=2000");
                Prometheus prometheus = Prometheus.start(
                        Files.createDirectory(directory.resolve("prometheus")),
                        service.url("").replace("http://", ""))) {
            String demo = "/api/runs/"
                    + service.curl("/api/runs?pipeline=users")
                            .json()
                            .at("/runs/0/id")
                            .asText();
            try (EventStream watcher = service.follow(demo + "/snapshots?interval=0.5");
                    EventStream reader = service.follow(demo + "/events")) {
                failRetryAndSkip(service);
                String held = hold(service, Users.openAnotherRun(service));
                timeOut(service);
                awaitScraped(prometheus, "antflow_stream_events_dropped_total{kind=\"events\"}");
                dropEvents(service);

                allAnswer(prometheus, queries());
                variablesOfferWhatThereIs(prometheus);
                allRulesAreWell(prometheus);

                for (String run : List.of(demo, held)) {
                    assertThat(service.curl(run + "/cancel", "-X", "POST").status())
                            .isEqualTo(202);
                }
                watcher.awaitEnd(LIMIT);
                reader.awaitEnd(LIMIT);
            }
            theFirstRowShowsThatNothingIsLeft(prometheus);
            prometheusCountsWhatTheRunsCount(service, prometheus);
            assertThat(service.complaints()).isEmpty();
        }
    }

    /** Times are short, all else is as it is deployed: so their operands find each other by their real labels. */
    @Test
    @Timeout(300)
    void everyAlertFiresWhenTimeRunsFaster() throws Exception {
        try (Service service = Service.start(
                        directory.resolve("data"), "antflow.demo=true", "antflow.engine.events-kept=2000");
                Prometheus prometheus = Prometheus.start(
                        Files.createDirectory(directory.resolve("prometheus")),
                        service.url("").replace("http://", ""),
                        MonitoringIT::impatient)) {
            neverFinish(service);
            hold(service, Users.openRun(service));
            awaitScraped(prometheus, "antflow_stream_events_dropped_total{kind=\"events\"}");
            dropEvents(service);
            String run = Users.openAnotherRun(service);
            awaitScraped(prometheus, "antflow_pipeline_items_total{pipeline=\"etl\", outcome=\"failed\"}");
            Users.feed(service, run, Users.stateless(directory, 5000));
            Users.close(service, run);

            List<String> alerts = Rules.alerts().stream().map(Rules.Alert::name).toList();
            awaitFiring(
                    prometheus,
                    alerts.stream()
                            .filter(alert -> !alert.equals("AntFlowAbsent"))
                            .toList());
            assertThat(firing(prometheus)).doesNotContain("AntFlowAbsent");

            service.terminate();
            service.awaitExit(LIMIT);
            awaitFiring(prometheus, List.of("AntFlowAbsent"));
            assertThat(firing(prometheus))
                    .as("nothing is told of what is not there any more")
                    .containsExactly("AntFlowAbsent");
        }
    }

    private static String impatient(String alerts) {
        String waiting = "antflow_stage_oldest_pending_seconds > 600";
        String working = "antflow_stage_oldest_in_progress_seconds > 900";
        assertThat(alerts).contains(waiting).contains(working);
        return alerts.replace(waiting, "antflow_stage_oldest_pending_seconds > 3")
                .replace(working, "antflow_stage_oldest_in_progress_seconds > 0.1")
                .replaceAll("(?m)^        for: .+$", "        for: 2s");
    }

    private static Set<String> firing(Prometheus prometheus) throws Exception {
        Set<String> firing = new HashSet<>();
        for (JsonNode group : prometheus.rules()) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("state").asText().equals("firing")) {
                    firing.add(rule.path("name").asText());
                }
            }
        }
        return firing;
    }

    private static void awaitFiring(Prometheus prometheus, List<String> alerts) throws Exception {
        Set<String> silent = new HashSet<>(alerts);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!silent.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(Prometheus.INTERVAL);
            silent.removeAll(firing(prometheus));
        }
        assertThat(silent).as("alerts that did not fire").isEmpty();
    }

    /** A run whose one item waits an hour for its second attempt. */
    private void neverFinish(Service service) throws Exception {
        define(service, "stalled", """
                {"stages": [{"name": "Ask", "workers": 1, "tasks": ["parse_user", "enrich_user"], "task_wait_seconds": 3600}]}
                """);
        start(service, "stalled", Users.unanswered(directory, 1));
    }

    /** Waits until Prometheus has a value of that counter: the first one it has is no increase. */
    private static void awaitScraped(Prometheus prometheus, String counter) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (prometheus.now(counter).isEmpty()) {
            assertThat(System.nanoTime()).as("%s is scraped", counter).isLessThan(deadline);
            Thread.sleep(Prometheus.INTERVAL);
        }
    }

    private static void define(Service service, String pipeline, String definition) throws Exception {
        assertThat(service.curl("/api/pipelines/" + pipeline, "-X", "PUT", "--json", definition)
                        .status())
                .isEqualTo(201);
    }

    private static void start(Service service, String pipeline, Path items) throws Exception {
        Answer started = service.curl(
                "/api/pipelines/" + pipeline + "/runs",
                "-H",
                "Content-Type: application/x-ndjson",
                "--data-binary",
                "@" + items);
        assertThat(started.status()).as("%s", started).isEqualTo(201);
    }

    private void failRetryAndSkip(Service service) throws Exception {
        String run = Users.openRun(service);
        Users.feed(service, run, Users.mixed(directory, 3000));
        Users.close(service, run);
    }

    /** The path of the run, which is paused now and has items. */
    private String hold(Service service, String run) throws Exception {
        assertThat(service.curl(run + "/pause", "-X", "POST").status()).isEqualTo(202);
        Users.feed(service, run, Users.quick(directory, 10));
        return run;
    }

    /** A run all of whose attempts take too long. */
    private void timeOut(Service service) throws Exception {
        define(service, "late", """
                {"stages": [{"name": "Late", "workers": 4, "tasks": ["enrich_user"], "task_attempts": 2,
                  "task_wait_seconds": 0.1, "task_timeout_seconds": 0.05}]}
                """);
        start(service, "late", Users.mixed(directory, 300));
    }

    /** A client that does not read while more events come to pass than are kept. */
    private void dropEvents(Service service) throws Exception {
        String run = Users.openAnotherRun(service);
        try (EventStream slow = service.follow(run + "/events")) {
            slow.stall();
            Users.feed(service, run, Users.quick(directory, 20_000));
            Users.close(service, run);
            slow.carryOn();
            assertThat(slow.awaitEnd(LIMIT)).anyMatch(frame -> frame.is("gap"));
        }
    }

    /** Every query of the board, once for all there is and once for one stage, and all that the rules ask for. */
    private static List<FilledQuery> queries() throws Exception {
        List<FilledQuery> queries = new ArrayList<>();
        Board board = Board.deployed();
        for (Board.Panel panel : board.panels()) {
            for (Board.Query query : panel.queries()) {
                queries.add(new FilledQuery(query, Pick.ALL));
                queries.add(new FilledQuery(query, BOTTLENECK));
            }
        }
        board.annotations().forEach(query -> queries.add(new FilledQuery(query, Pick.ALL)));
        for (Rules.Recorded rule : Rules.recorded()) {
            queries.add(plain("rule / " + rule.name(), rule.expr()));
            queries.add(plain("recorded / " + rule.name(), rule.name()));
        }
        for (Rules.Alert alert : Rules.alerts()) {
            // All goes well, so it says nothing itself: what it looks at must be there.
            for (String selector : Set.copyOf(PromQl.selectors(alert.expr()))) {
                queries.add(plain("alert / " + alert.name(), selector));
            }
        }
        return queries;
    }

    private static FilledQuery plain(String where, String expr) {
        return new FilledQuery(new Board.Query(where, expr, "", false), Pick.ALL);
    }

    private static void allAnswer(Prometheus prometheus, List<FilledQuery> queries) throws Exception {
        assertThat(queries).hasSizeGreaterThan(100);
        List<FilledQuery> empty = queries.stream()
                .filter(filled -> !MAY_BE_EMPTY.contains(filled.query().where()))
                .toList();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!empty.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(Prometheus.INTERVAL);
            List<FilledQuery> still = new ArrayList<>();
            for (FilledQuery query : empty) {
                if (!query.answeredBy(prometheus)) {
                    still.add(query);
                }
            }
            empty = still;
        }
        assertThat(empty).as("queries without an answer").isEmpty();
        for (FilledQuery query : queries) {
            query.answeredBy(prometheus);
        }
    }

    private static void variablesOfferWhatThereIs(Prometheus prometheus) throws Exception {
        Map<String, Set<String>> there = Map.of(
                "job", Set.of("antflow"),
                "pipeline", Set.of("users", "etl", "late"),
                "stage", Set.of("Ingestion", "Validation", "Enrichment", "Parse", "Enrich", "Save", "Late"));
        for (Board.Choice choice : Board.deployed().choices()) {
            Set<String> offered = new HashSet<>();
            prometheus
                    .values(choice.label(), Pick.ALL.fillIn(choice.series()))
                    .forEach(value -> offered.add(value.asText()));
            assertThat(offered).as("choices of %s", choice.name()).isEqualTo(there.get(choice.name()));
        }
    }

    private static void allRulesAreWell(Prometheus prometheus) throws Exception {
        List<String> evaluated = new ArrayList<>();
        for (JsonNode group : prometheus.rules()) {
            for (JsonNode rule : group.path("rules")) {
                evaluated.add(rule.path("name").asText());
                assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok");
                assertThat(rule.path("state").asText()).as("%s", rule).isNotEqualTo("firing");
            }
        }
        assertThat(evaluated)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Rules.recorded().stream().map(Rules.Recorded::name),
                                Rules.alerts().stream().map(Rules.Alert::name))
                        .toList());
    }

    private static void theFirstRowShowsThatNothingIsLeft(Prometheus prometheus) throws Exception {
        List<FilledQuery> figures = Board.deployed().panels().stream()
                .filter(panel -> ZERO_WHEN_IDLE.contains(panel.title()))
                .flatMap(panel -> panel.queries().stream())
                .map(query -> new FilledQuery(query, Pick.ALL))
                .toList();
        assertThat(figures).hasSameSizeAs(ZERO_WHEN_IDLE);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (FilledQuery figure : figures) {
            while (figure.newest(prometheus) != 0) {
                assertThat(System.nanoTime()).as("%s becomes 0", figure.query()).isLessThan(deadline);
                Thread.sleep(Prometheus.INTERVAL);
            }
        }
    }

    private static void prometheusCountsWhatTheRunsCount(Service service, Prometheus prometheus) throws Exception {
        for (String pipeline : List.of("users", "etl", "late")) {
            Map<String, Long> ofRuns = new TreeMap<>();
            for (JsonNode run :
                    service.curl("/api/runs?pipeline=" + pipeline).json().path("runs")) {
                for (String outcome : List.of("processed", "failed", "cancelled")) {
                    ofRuns.merge(outcome, run.path("items_" + outcome).asLong(), Long::sum);
                }
            }
            Map<String, Long> ofPrometheus = new TreeMap<>();
            for (JsonNode series : prometheus.now("antflow_pipeline_items_total{pipeline=\"" + pipeline + "\"}")) {
                ofPrometheus.put(
                        series.at("/metric/outcome").asText(),
                        series.at("/value/1").asLong());
            }
            assertThat(ofPrometheus).as(pipeline).isEqualTo(ofRuns);
        }
    }
}
