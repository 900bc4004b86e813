package io.antflow.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.client.api.ItemsApi;
import io.antflow.client.api.PipelinesApi;
import io.antflow.client.api.RunsApi;
import io.antflow.client.model.ErrorSummary;
import io.antflow.client.model.FedItems;
import io.antflow.client.model.ItemStatus;
import io.antflow.client.model.PipelineDefinition;
import io.antflow.client.model.Result;
import io.antflow.client.model.Run;
import io.antflow.client.model.RunStatus;
import io.antflow.client.model.StageDefinition;
import io.antflow.client.model.StartedRun;
import io.antflow.client.model.StatusEvent;
import io.antflow.client.model.StreamFinish;
import io.antflow.client.model.TaskWithParameters;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Puts a definition, starts a run, feeds it, follows its events, gets its results and errors, and cancels another. Takes the
 * service's address, and the key to it where it wants one; the service is to have the demo's tasks ({@code ANTFLOW_DEMO=true}).
 * Fails when anything is not as it should be.
 */
final class Example {

    private static final String PIPELINE = "java-example";

    private final ApiClient client = new ApiClient();
    private final URI service;
    private final String key;
    private final PipelinesApi pipelines;
    private final RunsApi runs;
    private final ItemsApi items;

    private Example(URI service, String key) {
        this.service = service;
        this.key = key;
        client.updateBaseUri(service.toString());
        if (!key.isEmpty()) {
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        }
        this.pipelines = new PipelinesApi(client);
        this.runs = new RunsApi(client);
        this.items = new ItemsApi(client);
    }

    public static void main(String[] arguments) throws Exception {
        String service = arguments.length > 0 ? arguments[0] : "http://localhost:8080";
        new Example(URI.create(service), arguments.length > 1 ? arguments[1] : "").run();
    }

    private void run() throws Exception {
        define();
        follow();
        comeTooLate();
        waitForResults();
        cancel();
        problems();
        pipelines.deletePipeline(PIPELINE);
    }

    private void define() throws ApiException {
        PipelineDefinition put = pipelines.putPipeline(
                PIPELINE,
                new PipelineDefinition()
                        .name(PIPELINE)
                        .addStagesItem(new StageDefinition()
                                .name("Parse")
                                .workers(2)
                                .taskAttempts(1)
                                .addTasksItem("parse_user")
                                .addTasksItem(new TaskWithParameters()
                                        .task("check_country")
                                        .name("country"))));

        expect("tasks of the definition", 2, put.getStages().get(0).getTasks().size());
    }

    /** An open run, fed twice; who follows it misses nothing. */
    private void follow() throws Exception {
        StartedRun run = runs.startRun(RunsApi.APIStartRunRequest.newBuilder()
                .pipeline(PIPELINE)
                .items(List.of(user("a-1", "GB"), user(17, "US")))
                .open(true)
                .build());
        FedItems fed = items.feedItems(ItemsApi.APIFeedItemsRequest.newBuilder()
                .run(run.getId())
                .items(List.of(user(5_000_000_000L, "FR"), user("利-4", "Atlantis"), user("a-1", "GB")))
                .priority(1)
                .build());
        expect("accepted", 2L, fed.getAccepted());
        expect("refused", "a-1", fed.getRefused().get(0).getItemId());
        runs.closeRun(run.getId());

        Map<String, ItemStatus> last = new TreeMap<>();
        StreamFinish finish = null;
        ObjectMapper json = client.getObjectMapper();
        URI stream = service.resolve("/api/runs/" + run.getId() + "/events?type=status");
        try (AntFlowEvents events = events(stream).open()) {
            for (AntFlowEvents.Event event : events) {
                switch (event.name()) {
                    case "status" -> {
                        StatusEvent status = json.readValue(event.data(), StatusEvent.class);
                        last.put(status.getItemId().toString(), status.getStatus());
                    }
                    case "finish" -> finish = json.readValue(event.data(), StreamFinish.class);
                    default -> throw new IllegalStateException("nobody asked for " + event);
                }
            }
        }
        expect(
                "ends",
                Map.of(
                        "a-1",
                        ItemStatus.COMPLETED,
                        "17",
                        ItemStatus.COMPLETED,
                        "5000000000",
                        ItemStatus.COMPLETED,
                        "利-4",
                        ItemStatus.FAILED),
                last);
        expect("finish", RunStatus.COMPLETED, finish.getStatus());

        List<Result> results = items.getResults(
                ItemsApi.APIGetResultsRequest.newBuilder().run(run.getId()).build());
        expect("results", List.of("a-1", 17, 5_000_000_000L, "利-4"), ids(results));
        expect(
                "an error",
                "UnknownCountryException",
                simple(results.get(3).getError().getType()));
        expect("metadata", Map.of("source", "example"), results.get(0).getMetadata());
        ErrorSummary errors = runs.getErrors(run.getId());
        expect("failures", Map.of("Parse", 1L), errors.getErrorsByStage());
        expect("history", 3, items.getItem(run.getId(), "利-4").getHistory().size());
        runs.deleteRun(run.getId());
    }

    /** More events than the service keeps: what is gone is counted, and what is left is whole, also when read in two goes. */
    private void comeTooLate() throws Exception {
        int many = 12_000;
        StartedRun run = runs.startRun(RunsApi.APIStartRunRequest.newBuilder()
                .pipeline(PIPELINE)
                .items(IntStream.range(0, many).mapToObj(id -> user(id, "GB")).toList())
                .prefer("wait=60")
                .build());
        expect("all of many", many, run.getResults().size());

        URI stream = service.resolve("/api/runs/" + run.getId() + "/events");
        long missed = 0;
        long seen = 0;
        String last;
        try (AntFlowEvents events = events(stream).open()) {
            Iterator<AntFlowEvents.Event> iterator = events.iterator();
            AntFlowEvents.Event gap = iterator.next();
            expect("first event", "gap", gap.name());
            missed = client.getObjectMapper().readTree(gap.data()).get("missed").asLong();
            while (seen < 1000) {
                iterator.next();
                seen++;
            }
            last = events.lastEventId();
        }
        try (AntFlowEvents events = events(stream).lastEventId(last).open()) {
            for (AntFlowEvents.Event event : events) {
                seen += event.name().equals("finish") ? 0 : 1;
            }
        }
        // queued, in_progress, completed, and the beginning and end of two tasks
        expect("events missed and seen", 7L * many, missed + seen);
        runs.deleteRun(run.getId());
    }

    private AntFlowEvents.Builder events(URI stream) {
        AntFlowEvents.Builder events = AntFlowEvents.of(stream);
        return key.isEmpty() ? events : events.header("Authorization", "Bearer " + key);
    }

    private void waitForResults() throws ApiException {
        StartedRun run = runs.startRun(RunsApi.APIStartRunRequest.newBuilder()
                .pipeline(PIPELINE)
                .items(List.of(user(1, "GB"), user(2, "US")))
                .prefer("wait=30")
                .build());
        expect("status", RunStatus.COMPLETED, run.getStatus());
        expect("results", List.of(1, 2), ids(run.getResults()));
    }

    private void cancel() throws ApiException {
        StartedRun run = runs.startRun(RunsApi.APIStartRunRequest.newBuilder()
                .pipeline(PIPELINE)
                .items(List.of())
                .open(true)
                .build());
        expect("paused", RunStatus.PAUSED, runs.pauseRun(run.getId()).getStatus());
        items.feedItems(ItemsApi.APIFeedItemsRequest.newBuilder()
                .run(run.getId())
                .items(List.of(user(1, "GB"), user(2, "US")))
                .build());
        expect(
                "one item",
                ItemStatus.CANCELLED,
                items.cancelItem(run.getId(), "1").getStatus());
        Run cancelled = runs.cancelRun(run.getId());
        expect("cancelled items", 2L, cancelled.getItemsCancelled());
    }

    private void problems() {
        try {
            runs.getRun("no-such-run");
            throw new IllegalStateException("there is a run that there is not");
        } catch (ApiException e) {
            expect("status of the problem", 404, e.getCode());
            expect("it has a type", true, e.getResponseBody().contains("urn:antflow:problem:unknown-run"));
        }
    }

    private static Object user(Object id, String country) {
        Map<String, Object> record = Map.of(
                "id",
                "u-" + id,
                "name",
                "Ada",
                "email",
                "ada@example.com",
                "age",
                36,
                "signed_up",
                "2024-01-01",
                "country",
                country);
        return Map.of("id", id, "value", record, "source", "example");
    }

    private static List<Object> ids(List<Result> results) {
        return results.stream().map(Result::getId).toList();
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new IllegalStateException(what + ": expected " + expected + ", not " + actual);
        }
        System.out.println(what + ": " + actual);
    }
}
