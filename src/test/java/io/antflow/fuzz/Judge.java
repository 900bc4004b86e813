package io.antflow.fuzz;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says what is wrong with answers, and keeps the first call of each kind of mistake. */
public final class Judge {

    /** What HTTP says of any call, whatever it is for: no such method, media type, or too long a head. */
    private static final Set<Integer> OF_ANY_CALL = Set.of(405, 406, 414, 431);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenApiInteractionValidator contract;
    private final Map<String, String> findings = new TreeMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();

    /** @param document of OpenAPI 3.1 */
    public Judge(JsonNode document) {
        contract = OpenApiInteractionValidator.createForInlineApiSpecification(document.toString())
                .build();
    }

    /** Makes the call and judges the answer. */
    public Reply answer(int port, Call call) {
        try {
            Reply reply = Reply.to(port, call);
            statuses.merge(operation(call) + " " + reply.status(), 1, Integer::sum);
            for (String fault : faults(call, reply)) {
                findings.putIfAbsent(
                        operation(call) + ": " + reply.status() + " " + fault,
                        "\n      " + call + "\n   -> " + reply.headers() + "\n      "
                                + reply.body()
                                        .substring(0, Math.min(600, reply.body().length())));
            }
            return reply;
        } catch (IOException e) {
            findings.putIfAbsent(operation(call) + ": " + e, "\n      " + call);
            return new Reply(0, Map.of(), "", true);
        }
    }

    private static String operation(Call call) {
        return call.operation() == null ? "another method" : call.operation().toString();
    }

    private List<String> faults(Call call, Reply reply) {
        List<String> faults = new ArrayList<>();
        int status = reply.status();
        if (status == 0) {
            if (reply.whole()) {
                faults.add("the connection was closed without an answer");
            }
            return faults;
        }
        if (status >= 500 && status != 503) {
            faults.add("is the service's fault");
        }
        if (call.operation() != null && !isDocumented(call, status)) {
            faults.add("is not documented");
        }
        boolean empty = reply.body().isEmpty();
        if (status >= 400 && !call.method().equals("HEAD") && !(empty && isOfTheServerItself(call, status))) {
            checkProblem(reply, faults);
        }
        if (call.operation() != null
                && reply.whole()
                && reply.type().contains("json")
                && !reply.type().contains("ndjson")) {
            checkBody(call.operation(), reply, faults);
        }
        return faults;
    }

    private static boolean isDocumented(Call call, int status) {
        return call.operation().statuses().contains(status)
                || OF_ANY_CALL.contains(status)
                || status == 415 && call.operation().bodies().isEmpty()
                || status == 400 && !call.wellFormed()
                || status == 404 && !call.wellFormed();
    }

    /** It answers what is no HTTP with a status and nothing more. */
    private static boolean isOfTheServerItself(Call call, int status) {
        return status == 414 || status == 431 || status == 400 && !call.wellFormed();
    }

    private static void checkProblem(Reply reply, List<String> faults) {
        if (!reply.type().startsWith("application/problem+json")) {
            faults.add("is no problem document but " + reply.type());
            return;
        }
        try {
            JsonNode problem = JSON.readTree(reply.body());
            if (problem.path("status").asInt() != reply.status()
                    || problem.path("title").asText().isEmpty()
                    || problem.path("detail").asText().isEmpty()
                    || problem.path("type").asText().isEmpty()) {
                faults.add("is an incomplete problem");
            }
            if (problem.toString()
                    .matches(
                            "(?s).*(\\bat [a-z.]+\\.[A-Z]\\w+\\.\\w+\\(|com\\.fasterxml|org\\.yaml|io\\.quarkus|java\\.lang\\.\\w+Exception).*")) {
                faults.add("tells of the inside");
            }
        } catch (IOException e) {
            faults.add("is no JSON");
        }
    }

    private void checkBody(Operation operation, Reply reply, List<String> faults) {
        SimpleResponse.Builder response =
                SimpleResponse.Builder.status(reply.status()).withBody(reply.body());
        reply.headers().forEach(response::withHeader);
        ValidationReport report = contract.validateResponse(
                operation.path().replaceAll("[{}]", ""), Request.Method.valueOf(operation.method()), response.build());
        report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(message -> "breaks the contract: " + message.getMessage())
                .findFirst()
                .ifPresent(faults::add);
    }

    /** What was wrong, each with the call that it was found with. */
    public Map<String, String> findings() {
        return findings;
    }

    /** How often each call had each status. */
    public Map<String, Integer> statuses() {
        return statuses;
    }
}
