package io.antflow.tasks.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.InvalidParametersException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of wrong parameters has its own message, at its place. */
class ParametersTest {

    private final TestTasks tasks = new TestTasks();

    @BeforeEach
    void aCredential() {
        tasks.allow = List.of("api.example.com", "*.crm.example");
        tasks.credentials = CredentialsTest.bearer("crm", "t0ken", "https://api.crm.example");
    }

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    private static String violations(ThrowingCallable making) {
        InvalidParametersException e = catchThrowableOfType(InvalidParametersException.class, making);
        return e == null ? "" : e.violations().stream().map(Violation::toString).collect(joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '§',
            value = {
                "{} ¦ url: url is missing",
                "{url: null} ¦ url: url is missing",
                "{url: 5} ¦ url: url is text, in which {jq} stands for what an item gives, not 5",
                "{url: ''} ¦ url: url: is empty",
                "{url: '/users'} ¦ url: url: a URL begins with https:// or http://",
                "{url: 'api.example.com/{id}'} ¦ url: url: begins with https:// or http://",
                "{url: 'ftp://api.example.com/{id}'} ¦ url: url: a URL begins with https:// or http://",
                "{url: '{.url}'} ¦ url: url: begins with {.url}, which would encode the ':' and '/' of a URL: write {+.url}",
                "{url: 'https://api.example.com/{id'} ¦ url: url: the '{' at character 25 is not closed",
                "{url: 'https://api.example.com/id}'} ¦ url: url: the '}' at character 27 closes no placeholder",
                "{url: 'https://api.example.com/{}'} ¦ url: url: the placeholder at character 25 is empty",
                "{url: 'https://api.example.com/{.a |}'} ¦ url: url: the placeholder {.a |} at character 25 is no valid jq: Encountered \"<EOF>\" at line 1, column 4.",
                "{url: 'https://ada:pw@api.example.com/'} ¦ url: url: a URL holds no user or password: 'auth' names credentials of the configuration",
                "{url: 'https://api.example.com/a/../b'} ¦ url: url: a URL's path has no segment '.' or '..'",
                "{url: 'https://other.example/{id}'} ¦ url: url leads to 'other.example:443', which antflow.http.allow does not list: whoever runs the service may add it",
                "{url: 'http://169.254.169.254/'} ¦ url: url leads to '169.254.169.254:80', which antflow.http.allow does not list: whoever runs the service may add it",
                "{url: 'https://api.example.com', method: 'get'} ¦ method: unknown method 'get': did you mean 'GET'? the methods are GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
                "{url: 'https://api.example.com', method: 'CONNECT'} ¦ method: unknown method 'CONNECT'; the methods are GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
                "{url: 'https://api.example.com', method: 1} ¦ method: method is one of the methods of HTTP, not 1",
                "{url: 'https://api.example.com', query: 'a=b'} ¦ query: query is an object of names and values, not 'a=b'",
                "{url: 'https://api.example.com', query: {a: {}}} ¦ query.a: query.a is text, in which {jq} stands for what an item gives, not an object",
                "{url: 'https://api.example.com', query: {a: ['x', '{']}} ¦ query.a[1]: 'a': the '{' at character 1 is not closed",
                "{url: 'https://api.example.com', headers: []} ¦ headers: headers is an object of names and values, not a list",
                "{url: 'https://api.example.com', headers: {'a b': 'x'}} ¦ headers.a b: 'a b' is no name of a header",
                "{url: 'https://api.example.com', headers: {A: 'x\\ny'}} ¦ headers.A: 'A': a header's value has only printable ASCII, not \\u000a",
                "{url: 'https://api.example.com', headers: {A: '{.x'}} ¦ headers.A: 'A': the '{' at character 1 is not closed",
                "{url: 'https://api.example.com', headers: {authorization: 'Bearer x'}} ¦ headers.authorization: authorization is not for definitions, which anybody may read: 'auth' names credentials of the configuration",
                "{url: 'https://api.example.com', headers: {Cookie: '{.c}'}} ¦ headers.Cookie: Cookie is not for definitions, which anybody may read: 'auth' names credentials of the configuration",
                "{url: 'https://api.example.com', headers: {'Content-Length': 5}} ¦ headers.Content-Length: Content-Length is written by the client itself",
                "{url: 'https://api.example.com', body: '.'} ¦ body: a request by GET has no body: is method POST meant?",
                "{url: 'https://api.example.com', method: 'POST', body: {a: 1}} ¦ body: body is a jq expression in a string, such as \"{name: .name}\", not an object",
                "{url: 'https://api.example.com', method: 'POST', body: '{'} ¦ body: body is no valid jq: Encountered \"<EOF>\" at line 1, column 1.",
                "{url: 'https://api.example.com', auth: 'crn'} ¦ auth: unknown credential 'crn': did you mean 'crm'? the credentials are crm; antflow.http.credentials.<name> in the configuration makes them",
                "{url: 'https://api.example.com', auth: {token: 'x'}} ¦ auth: auth is the name of credentials of the configuration, not an object",
                "{url: 'https://api.example.com', auth: 'crm'} ¦ auth: the credentials 'crm' go only to https://api.crm.example, not to https://api.example.com",
                "{url: 'http://api.crm.example/{id}', auth: 'crm'} ¦ auth: the credentials 'crm' go only to https://api.crm.example, not to http://api.crm.example",
                "{url: 'https://api.example.com', expected_statuses: 200} ¦ expected_statuses: expected_statuses is a list of statuses, such as [200, 404, \"5xx\"], not 200",
                "{url: 'https://api.example.com', expected_statuses: [200, 99]} ¦ expected_statuses[1]: a status is a number from 200 to 599, or \"2xx\" to \"5xx\", not 99",
                "{url: 'https://api.example.com', retry_statuses: ['6xx']} ¦ retry_statuses[0]: a status is a number from 200 to 599, or \"2xx\" to \"5xx\", not '6xx'",
                "{url: 'https://api.example.com', response_format: 'xml'} ¦ response_format: response_format is one of auto, json, ndjson, text, base64, not 'xml'",
                "{url: 'https://api.example.com', keep: '.body |'} ¦ keep: keep is no valid jq: Encountered \"<EOF>\" at line 1, column 7.",
                "{url: 'https://api.example.com', keep: 5} ¦ keep: keep is a jq expression in a string, not 5",
                "{url: 'https://api.example.com', timeout_seconds: 0} ¦ timeout_seconds: timeout_seconds is a number of seconds from 0.001 to 86400, not 0",
                "{url: 'https://api.example.com', timeout_seconds: '30s'} ¦ timeout_seconds: timeout_seconds is a number of seconds from 0.001 to 86400, not '30s'",
                "{url: 'https://api.example.com', timeout_seconds: 1e300} ¦ timeout_seconds: timeout_seconds is a number of seconds from 0.001 to 86400, not 1.0E300",
                "{url: 'https://api.example.com', connect_timeout_seconds: -1} ¦ connect_timeout_seconds: connect_timeout_seconds is a number of seconds from 0.001 to 86400, not -1",
                "{url: 'https://api.example.com', max_response_bytes: 16777217} ¦ max_response_bytes: max_response_bytes is a whole number from 1 to 16777216, not 16777217",
                "{url: 'https://api.example.com', max_response_bytes: 1.5} ¦ max_response_bytes: max_response_bytes is a whole number from 1 to 16777216, not 1.5",
                "{url: 'https://api.example.com', redirects: true} ¦ redirects: redirects is a whole number from 0 to 20, not true",
                "{url: 'https://api.example.com', expect: [200]} ¦ expect: unknown parameter 'expect'; the parameters are method, url, auth, query, headers, body, expected_statuses, retry_statuses, response_format, timeout_seconds, connect_timeout_seconds, max_response_bytes, redirects, keep",
                "{url: 'https://api.example.com', time_out: 5} ¦ time_out: unknown parameter 'time_out'; the parameters are method, url, auth, query, headers, body, expected_statuses, retry_statuses, response_format, timeout_seconds, connect_timeout_seconds, max_response_bytes, redirects, keep",
                "{url: 'https://api.example.com', header: {}} ¦ header: unknown parameter 'header': did you mean 'headers'?",
                "{methode: 'GET', keep: '|'} ¦ url: url is missing; keep: keep is no valid jq: Encountered \" \"|\" \"| \"\" at line 1, column 1.; methode: unknown parameter 'methode': did you mean 'method'?",
            })
    void http(String with, String violations) {
        assertThat(violations(() -> tasks.http(with.replace("%", "%%")))).isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '§',
            value = {
                "{url: 'https://api.example.com'} ¦ until: until is missing: a jq expression in a string that is true when it is done",
                "{until: 'true'} ¦ url: url is missing",
                "{url: 'https://api.example.com', until: true} ¦ until: until is a jq expression in a string, not true",
                "{url: 'https://api.example.com', until: '.a ='} ¦ until: until is no valid jq: Encountered \"<EOF>\" at line 1, column 4.",
                "{url: 'https://api.example.com', until: 'true', fail_if: ')'} ¦ fail_if: fail_if is no valid jq: Unexpected ')' at line 1, column 1.",
                "{url: 'https://api.example.com', until: 'true', status: ')'} ¦ status: status is no valid jq: Unexpected ')' at line 1, column 1.",
                "{url: 'https://api.example.com', until: 'true', interval_seconds: 0} ¦ interval_seconds: interval_seconds is a number of seconds from 0.01 to 604800, not 0",
                "{url: 'https://api.example.com', until: 'true', backoff: 0.5} ¦ backoff: backoff is a number from 1 to 10, not 0.5",
                "{url: 'https://api.example.com', until: 'true', backoff: 'exponential'} ¦ backoff: backoff is a number from 1 to 10, not 'exponential'",
                "{url: 'https://api.example.com', until: 'true', interval_seconds: 5, max_interval_seconds: 2} ¦ max_interval_seconds: max_interval_seconds is a number of seconds from 5 to 604800, not 2",
                "{url: 'https://api.example.com', until: 'true', deadline_seconds: 1e9} ¦ deadline_seconds: deadline_seconds is a number of seconds from 0.01 to 604800, not 1.0E9",
                "{url: 'https://api.example.com', until: 'true', max_failures: -1} ¦ max_failures: max_failures is a whole number from 0 to 1000000, not -1",
                "{url: 'https://api.example.com', until: 'true', intervall_seconds: 1} ¦ intervall_seconds: unknown parameter 'intervall_seconds': did you mean 'interval_seconds'?",
            })
    void poll(String with, String violations) {
        assertThat(violations(() -> tasks.poll(with.replace("%", "%%").replace("\\(", "\\\\("))))
                .isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '§',
            value = {
                "{url: 'https://api.example.com'}",
                "{url: 'https://api.example.com?x={.a | @json}'}",
                "{url: 'https://api.example.com/{ {a: .x}.a }/{\"}\"}'}",
                "{url: 'https://{host}/x'}",
                "{url: '{+.url}', auth: 'crm'}",
                "{url: 'https://api.crm.example/x', auth: 'crm', headers: {'X-A': 1, 'X-B': '{.b}'}, query: {a: true}}",
                "{url: 'https://api.example.com/{id}', expected_statuses: []}",
            })
    void whatIsRightHasNoViolations(String with) {
        assertThat(violations(() -> tasks.http(with.replace("%", "%%")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "poll"})
    void theSchemaHasEveryParameterAndNoOther(String task) {
        JsonNode properties = new Schemas(TestTasks.MAPPER).read(task).get("properties");
        ObjectNode all = TestTasks.MAPPER.createObjectNode();
        properties.fieldNames().forEachRemaining(all::putNull); // null counts as absent
        ThrowingCallable making = () -> {
            String with = all.put("zzzzzzzzzzzzzzzzzzzzzzzzz", 1).toString();
            if (task.equals("http")) {
                tasks.http(with);
            } else {
                tasks.poll(with);
            }
        };
        String violations = violations(making);

        assertThat(violations.split("unknown parameter")).hasSize(2);
        Matcher listed = Pattern.compile("the parameters are (.*?)(?: and (\\d+) more)?$")
                .matcher(violations);
        assertThat(listed.find()).isTrue();
        int more = listed.group(2) == null ? 0 : Integer.parseInt(listed.group(2));
        assertThat(listed.group(1).split(", ").length + more).isEqualTo(properties.size());
        assertThat(properties)
                .allSatisfy(property ->
                        assertThat(property.path("description").asText()).isNotEmpty());
    }
}
