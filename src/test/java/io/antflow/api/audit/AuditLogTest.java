package io.antflow.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.runtime.RefusalCounts;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();
    private final RefusalCounts counts = new RefusalCounts();
    private final AuditLog log = new AuditLog(counts, now::get);

    @Test
    void isOneLineWhateverClientsSend() {
        AuditedCall call = new AuditedCall(
                "eve\" outcome=200\nroot",
                "10.0.0.1\u2028",
                "P\rUT",
                "/api/pipelines/" + "x".repeat(5000) + "/\\" + "/a".repeat(5000),
                null,
                403);

        assertThat(call.line())
                .startsWith(
                        "who=\"eve\\u0022 outcome=200\\u000aroot\" from=\"10.0.0.1\\u2028\" what=\"P\\u000dUT /api/")
                .endsWith("\" outcome=403")
                .hasSizeLessThan(400);
    }

    @Test
    void saysWhoWhatAndWithWhatOutcome() {
        assertThat(new AuditedCall(null, "10.0.0.1", "POST", "/api/runs/R/close", null, 202).line())
                .isEqualTo("who=anonymous from=\"10.0.0.1\" what=\"POST /api/runs/R/close\" outcome=202");
        assertThat(new AuditedCall("ci", "::1", "POST", "/api/pipelines/p/runs", "/api/runs/R", 201).line())
                .isEqualTo(
                        "who=\"ci\" from=\"::1\" what=\"POST /api/pipelines/p/runs\" outcome=201 made=\"/api/runs/R\"");
        assertThat(new AuditedCall("ci", "::1", "POST", "/api/runs/R/items", null, 0).line())
                .endsWith("outcome=unanswered");
    }

    @Test
    void leavesOutWhatStrangersAreRefusedTooOftenAndSaysHowMuch() {
        try (AuditLines lines = AuditLines.watch()) {
            for (int i = 0; i < 150; i++) {
                log.add(call(null, 401));
            }
            assertThat(lines.all()).hasSize(100);
            assertThat(counts.auditLinesLeftOut()).isEqualTo(50);

            log.add(call("somebody", 403));
            assertThat(lines.all())
                    .hasSize(102)
                    .endsWith(
                            "refused calls left out before this one: 50",
                            call("somebody", 403).line());

            log.add(call(null, 401));
            now.addAndGet(SECOND / 10);
            log.add(call(null, 401));
            assertThat(lines.all()).hasSize(104).contains("refused calls left out before this one: 1");
        }
    }

    @Test
    void leavesNoChangeOut() {
        try (AuditLines lines = AuditLines.watch()) {
            for (int i = 0; i < 1000; i++) {
                log.add(call(null, i % 2 == 0 ? 202 : 0));
            }
            assertThat(lines.all()).hasSize(1000);
        }
    }

    private static AuditedCall call(String who, int status) {
        return new AuditedCall(who, "10.0.0.1", "POST", "/api/runs/R/cancel", null, status);
    }
}
