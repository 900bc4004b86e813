package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class RunItemsResourceTest {

    @AfterEach
    void close() {
        ApiTasks.OUTSIDE.reset();
    }

    @Test
    void feedsMoreItemsIntoAnOpenRun() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[{\"id\": \"a\"}]");

        feed(run, "application/json", "[{\"id\": \"b\"}, {\"id\": \"a\"}]")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("refused_count", equalTo(1))
                .body("refused[0].item_id", equalTo("a"));
        feed(run, ApiCalls.NDJSON, "1\n2\n").then().statusCode(202).body("accepted", equalTo(2));

        given().post("/api/runs/{run}/close", run);
        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(4);
    }

    @Test
    void feedsNoRunThatIsClosed() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(feed(run, "application/json", "[1]"), 409, "run-closed")
                .body("detail", containsString(run));
    }

    @Test
    void goesOnWithTheItemsBeforeABadLine() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(feed(run, ApiCalls.NDJSON, "1\n2\noops\n3\n"), 400, "malformed-body")
                .body("line", equalTo(3))
                .body("accepted", equalTo(2))
                .body("run_id", equalTo(run));

        feed(run, ApiCalls.NDJSON, "3\n").then().statusCode(202);
        given().post("/api/runs/{run}/close", run);
        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(3);
    }

    @Test
    void listsItemsAPageAtATime() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[0, {\"id\": \"a\"}, 2, 3, 4]");
        ApiCalls.awaitEnd(run);

        List<Object> ids = new ArrayList<>();
        String cursor = "0";
        do {
            JsonPath page = given().get("/api/runs/{run}/items?limit=2&cursor={cursor}", run, cursor)
                    .jsonPath();
            ids.addAll(page.getList("items.id"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(ids).containsExactly(0, "a", 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "%zz", "17", "a b+c&d=e#f?", "ä"})
    void findsAnItemByItsId(String id) {
        String run =
                ApiCalls.start(ApiCalls.pipeline("api_echo"), "[{\"id\": \"other\"}, {\"id\": \"%s\"}]".formatted(id));
        ApiCalls.awaitEnd(run);

        items(run, id, "").body("items.id", contains(id)).body("next_cursor", nullValue());
        items(run, id, "&status=completed&stage=Work").body("items.id", contains(id));
        items(run, id, "&status=failed").body("items", hasSize(0));
        items(run, id, "&cursor=2").body("items", hasSize(0));
        items(run, "nobody", "").body("items", hasSize(0));
    }

    private static ValidatableResponse items(String run, String id, String more) {
        return given().urlEncodingEnabled(false)
                .get("/api/runs/" + run + "/items?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8) + more)
                .then()
                .statusCode(200);
    }

    @Test
    void listsItemsOfAStatusAndStage() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_gate"), "[1, 2, 3, 4]");
        ApiCalls.awaitInside(2);

        given().get("/api/runs/{run}/items?status=in_progress&stage=Work", run)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].status", equalTo("in_progress"))
                .body("items[0].worker", notNullValue())
                .body("items[0].attempt", equalTo(1))
                .body("next_cursor", nullValue());
        given().get("/api/runs/{run}/items?status=queued", run)
                .then()
                .body("items", hasSize(2))
                .body("items[0].worker", nullValue());
        given().get("/api/runs/{run}/items?status=failed", run).then().body("items", hasSize(0));

        ApiTasks.OUTSIDE.release(4);
        ApiCalls.awaitEnd(run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=x | 400 | invalid-parameter | limit is a whole number from 1 to 1000",
                "status=busy | 400 | invalid-parameter | in_progress",
                "cursor=-1 | 400 | invalid-parameter | cursor",
                "cursor=x | 400 | invalid-parameter | cursor",
                "stage=Nope | 404 | unknown-stage | its stages are [Work]"
            })
    void namesTheParameterAtFault(String query, int status, String type, String detail) {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(given().get("/api/runs/" + run + "/items?" + query), status, type)
                .body("detail", containsString(detail));
    }

    @Test
    void tellsOfAnItemAndAllThatHappenedToIt() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_fail"), "[{\"id\": \"x\"}]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}/items/x", run)
                .then()
                .statusCode(200)
                .body("id", equalTo("x"))
                .body("status", equalTo("failed"))
                .body("stage", equalTo("Work"))
                .body("history.status", equalTo(List.of("queued", "in_progress", "failed")))
                .body("history[0].worker", nullValue())
                .body("history[2].metadata.error_type", equalTo("io.antflow.tasks.builtin.DrillException"))
                .body("history[2].item_id", equalTo("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with blank",
                "a/b",
                "50%",
                "ü-\u6f22-\uD83D\uDE00",
                "?x=1&y",
                "a+b",
                "<script>",
                "\u2028",
                "a;b=c",
                "{}",
                "\"quoted\\\"",
                "#1"
            })
    void findsAnItemByWhateverItsIdIs(String id) {
        String run = ApiCalls.start(
                ApiCalls.pipeline("api_echo"),
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(JsonNodeFactory.instance.objectNode().put("id", id))
                        .toString());

        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        given().urlEncodingEnabled(false)
                .get("/api/runs/" + run + "/items/" + encoded)
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void findsAnItemByItsNumber() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[{\"id\": 17}]");

        given().get("/api/runs/{run}/items/17", run).then().statusCode(200).body("id", equalTo(17));
    }

    @Test
    void knowsNoOtherItems() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1]");

        ApiCalls.problem(given().get("/api/runs/{run}/items/nope", run), 404, "unknown-item");
        ApiCalls.problem(given().post("/api/runs/{run}/items/nope/cancel", run), 404, "unknown-item");
    }

    @Test
    void cancelsAnItemThatWaitsAndOneInWork() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_gate"), "[0, 1, 2]");
        ApiCalls.awaitInside(2);

        given().post("/api/runs/{run}/items/2/cancel", run)
                .then()
                .statusCode(202)
                .body("status", equalTo("cancelled"));
        given().post("/api/runs/{run}/items/0/cancel", run).then().statusCode(202);
        ApiCalls.awaitInside(1);
        ApiTasks.OUTSIDE.release(1);

        JsonPath ended = ApiCalls.awaitEnd(run);
        assertThat(ended.getInt("items_cancelled")).isEqualTo(2);
        assertThat(ended.getInt("items_processed")).isEqualTo(1);
        ApiCalls.problem(given().post("/api/runs/{run}/items/1/cancel", run), 409, "item-ended");
    }

    private static Response feed(String run, String type, String body) {
        return given().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/runs/{run}/items", run);
    }
}
