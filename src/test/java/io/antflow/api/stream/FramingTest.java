package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramingTest {

    @Test
    void writesServerSentEvents() {
        assertThat(text(Framing.SERVER_SENT_EVENTS, event(EventName.STATUS, "e-7", "{\"a\":1}")))
                .isEqualTo("id: e-7\nevent: status\ndata: {\"a\":1}\n\n");
        assertThat(text(Framing.SERVER_SENT_EVENTS, event(EventName.BYE, null, "{}")))
                .isEqualTo("event: bye\ndata: {}\n\n");
    }

    @Test
    void writesAnObjectALine() {
        assertThat(text(Framing.NDJSON, event(EventName.STATUS, "e-7", "{\"a\":1}")))
                .isEqualTo("{\"event\":\"status\",\"id\":\"e-7\",\"a\":1}\n");
        assertThat(text(Framing.NDJSON, event(EventName.BYE, null, "{}"))).isEqualTo("{\"event\":\"bye\"}\n");
    }

    @Test
    void writesResultsAsTheyAre() {
        assertThat(text(Framing.RESULT_LINES, event(EventName.RESULT, "e-7", "{\"id\":\"ü\"}")))
                .isEqualTo("{\"id\":\"ü\"}\n");
        assertThat(text(Framing.RESULT_LINES, event(EventName.ERROR, null, "{\"status\":400}")))
                .isEqualTo("{\"event\":\"error\",\"status\":400}\n");
    }

    @Test
    void tellsAPersonInWordsWhyAStreamEnds() {
        assertThat(text(Framing.TERMINAL, StreamEvent.bye())).isEqualTo("The service shuts down.\n");
        assertThat(text(Framing.TERMINAL, StreamEvent.failure()))
                .isEqualTo("Something went wrong in the service; its log says what.\n");
    }

    @Test
    void aMessageIsTheJsonItselfForAllWhoFollow() {
        StreamEvent event = event(EventName.SNAPSHOT, "e-7", "{\"a\":1}");

        assertThat(Framing.MESSAGES.piece(event).bytes()).isSameAs(event.json());
        assertThat(Framing.MESSAGES.opening()).isEmpty();
        assertThat(Framing.MESSAGES.heartbeat()).isEmpty();
    }

    @Test
    void beginsServerSentEventsWithTheTimeToWaitBeforeConnectingAgain() {
        assertThat(Framing.SERVER_SENT_EVENTS.opening()).asString().isEqualTo("retry: 3000\n\n");
        assertThat(Framing.NDJSON.opening()).isEmpty();
        assertThat(Framing.RESULT_LINES.opening()).isEmpty();
    }

    @Test
    void tellsThatAStreamIsAliveByWhatIsNoEvent() {
        assertThat(Framing.SERVER_SENT_EVENTS.heartbeat()).asString().isEqualTo(": heartbeat\n\n");
        assertThat(Framing.NDJSON.heartbeat()).asString().isEqualTo("{\"event\":\"heartbeat\"}\n");
        assertThat(Framing.RESULT_LINES.heartbeat()).isEmpty();
    }

    @Test
    void tellsAPositionWithoutAnEvent() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Framing.SERVER_SENT_EVENTS.writePosition("e-9", bytes);
        Framing.NDJSON.writePosition("e-9", bytes);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("id: e-9\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void countsWhatTheStreamIsFor(EventName name) {
        int counted = Framing.NDJSON.piece(event(name, null, "{}")).events();

        switch (name) {
            case SNAPSHOT, STATUS, TASK, RESULT -> assertThat(counted).isOne();
            case START, GAP, REFUSED, FINISH, ERROR, BYE -> assertThat(counted).isZero();
        }
    }

    private static String text(Framing framing, StreamEvent event) {
        return new String(framing.piece(event).bytes(), StandardCharsets.UTF_8);
    }

    private static StreamEvent event(EventName name, String id, String json) {
        return new StreamEvent(name, id, json.getBytes(StandardCharsets.UTF_8));
    }
}
