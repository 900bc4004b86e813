package io.antflow.api.stream;

import static io.antflow.api.stream.Client.NDJSON;
import static io.antflow.api.stream.Client.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.RemoteRun;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hubs are nothing that a client could see. */
@QuarkusTest
@Timeout(60)
class SharedHubsResourceTest {

    @Inject
    SnapshotHubs hubs;

    private RemoteRun run;

    @BeforeEach
    void start() {
        RemoteRun.define("hubs", "{\"stages\": [{\"name\": \"Work\", \"tasks\": [\"api_echo\"]}]}");
        run = RemoteRun.start("hubs");
    }

    @AfterEach
    void cancel() {
        run.cancel();
    }

    @Test
    void keepsAHubForAsLongAsSomebodyFollows() throws Exception {
        int before = hubs.size();
        try (Client one = Client.get(snapshots("0.25"), SSE);
                Client same = Client.get(snapshots("0.2500"), NDJSON);
                Client other = Client.get(snapshots("0.3"), SSE)) {
            one.event("snapshot");
            one.event("snapshot");
            other.event("snapshot");
            other.event("snapshot");
            same.line();
            same.line();
            same.line();
            assertThat(hubs.size()).isEqualTo(before + 2);
        }
        while (hubs.size() > before) {
            Thread.onSpinWait();
        }
    }

    private String snapshots(String interval) {
        return "/api/runs/" + run.id() + "/snapshots?interval=" + interval;
    }
}
