package io.antflow.dashboard.terminal;

import io.antflow.dashboard.TestSnapshot;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.RunStatus;

/** Runs as dashboards may meet them. */
enum Scenario {
    /** In full swing, held up by one stage, with failures and retries. */
    RUNNING {
        @Override
        TestSnapshot snapshot() {
            return users().time(6.1, 7.9).rate(17.5).open();
        }
    },
    /** The same, held. */
    PAUSED {
        @Override
        TestSnapshot snapshot() {
            return users().time(66, null).status(RunStatus.PAUSED);
        }
    },
    /** Well and over. */
    COMPLETED {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("users")
                    .status(RunStatus.COMPLETED)
                    .time(12.3, 0.0)
                    .rate(97.6)
                    .stage("Fetch", stage -> stage.completed = 1200)
                    .stage("Save", stage -> {
                        stage.completed = 1200;
                        stage.skipped = 80;
                    })
                    .idle("Fetch-W0", "Fetch", 650, 0)
                    .idle("Fetch-W1", "Fetch", 550, 0)
                    .idle("Save-W0", "Save", 1200, 0);
        }
    },
    /** Not one item got through. */
    ALL_FAILED {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("users")
                    .status(RunStatus.COMPLETED)
                    .time(3724, 0.0)
                    .rate(0.08)
                    .stage("Fetch", stage -> stage.failed = 300)
                    .stage("Save", stage -> {})
                    .idle("Fetch-W0", "Fetch", 0, 300)
                    .idle("Save-W0", "Save", 0, 0)
                    .errors("java.io.IOException", 298)
                    .errors("io.antflow.engine.TaskTimeoutException", 2)
                    .failure(299, "connection refused", "java.io.IOException", "Fetch", 3, 0.4)
                    .failure(298, "", "io.antflow.engine.TaskTimeoutException", "Fetch", 3, 12);
        }
    },
    /** Cancelled half way. */
    CANCELLED {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("users")
                    .status(RunStatus.CANCELLED)
                    .time(8, null)
                    .rate(5.1)
                    .stage("Fetch", stage -> {
                        stage.completed = 50;
                        stage.cancelled = 40;
                    })
                    .stage("Save", stage -> {
                        stage.completed = 40;
                        stage.cancelled = 9;
                        stage.failed = 1;
                    })
                    .idle("Fetch-W0", "Fetch", 50, 0)
                    .idle("Save-W0", "Save", 40, 1)
                    .errors("java.io.IOException", 1)
                    .failure("u-7", "disk full", "java.io.IOException", "Save", 3, 2);
        }
    },
    /** Open, and nothing has come yet. */
    NO_ITEMS {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("users")
                    .time(0.5, 0.0)
                    .open()
                    .stage("Fetch", stage -> {})
                    .stage("Save", stage -> {})
                    .idle("Fetch-W0", "Fetch", 0, 0)
                    .idle("Save-W0", "Save", 0, 0);
        }
    },
    /** All that is left waits for its next attempt. */
    RETRYING {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("users")
                    .time(95, null)
                    .stage("Fetch", stage -> {
                        stage.completed = 70;
                        stage.pending = 30;
                        stage.retrying = 30;
                    })
                    .stage("Save", stage -> stage.completed = 70)
                    .idle("Fetch-W0", "Fetch", 70, 0)
                    .idle("Save-W0", "Save", 70, 0);
        }
    },
    /** More stages and workers than lines, and figures with many digits. */
    LARGE {
        @Override
        TestSnapshot snapshot() {
            TestSnapshot large =
                    new TestSnapshot("crawl").time(187_200, 97_000.0).rate(66);
            for (int i = 0; i < 30; i++) {
                int number = i;
                String name = "Step%02d".formatted(i);
                large.stage(name, stage -> {
                    stage.workers = 40;
                    stage.capacity = 400;
                    stage.completed = 12_345_678 - 1000L * number;
                    stage.rate = 66;
                    stage.failed = number == 3 ? 1_234 : 0;
                    stage.pending = number <= 20 ? 1_000_000 / (number + 1) : 0;
                    stage.inWork = number == 20 ? 40 : 0;
                    stage.blocked = number < 20 ? 40 : 0;
                    stage.oldest = number <= 20 ? 3600 : 0;
                });
                for (int worker = 0; worker < 40; worker++) {
                    String workerName = name + "-W" + worker;
                    if (number < 20) {
                        large.blocked(workerName, name, 100_000L + worker, 1 + worker, 308_641);
                    } else if (number == 20) {
                        large.busy(workerName, name, 200_000L + worker, "fetch", 0.1 * worker, 308_641, 0);
                    } else {
                        large.idle(workerName, name, 308_641, 0);
                    }
                }
            }
            for (int i = 0; i < 12; i++) {
                large.errors("com.example.Failure%02dException".formatted(i), i < 11 ? 112 : 2);
                large.failure(
                        i, "page " + i + " is gone", "com.example.Failure%02dException".formatted(i), "Step03", 5, i);
            }
            return large;
        }
    },
    /** Names of any length, script and kind. */
    NAMES {
        @Override
        TestSnapshot snapshot() {
            return new TestSnapshot("利用者の記録を読み込んで検査して保存するパイプライン")
                    .time(30, 12.0)
                    .stage("検査", stage -> {
                        stage.pending = 20;
                        stage.inWork = 1;
                        stage.blocked = 1;
                        stage.completed = 17;
                    })
                    .stage("a-stage-with-a-name-that-is-longer-than-there-is-any-need-for", stage -> {
                        stage.pending = 20;
                        stage.inWork = 2;
                        stage.failed = 2;
                    })
                    .stage("🚀 Start", stage -> stage.paused = true)
                    .busy("検査-W0", "検査", "利用者-山田太郎-0001", "住所を調べています", 1.5, 9, 0)
                    .blocked("検査-W1", "検査", "é-1", 0.5, 8)
                    .busy(
                            "a-stage-with-a-name-that-is-longer-than-there-is-any-need-for-W0",
                            "a-stage-with-a-name-that-is-longer-than-there-is-any-need-for",
                            "x".repeat(256),
                            "\033[31mred\033[0m and\nmore\ttext",
                            2.5,
                            0,
                            2)
                    .idle("🚀 Start-W0", "🚀 Start", 0, 0)
                    .errors("io.antflow.demo.UserRecords$BadRecordException", 2)
                    .failure(
                            "👩‍🚀-1",
                            "エラー: 住所が見つかりません。 \033]0;title\007 " + "and so on ".repeat(30),
                            "io.antflow.demo.UserRecords$BadRecordException",
                            "a-stage-with-a-name-that-is-longer-than-there-is-any-need-for",
                            3,
                            2)
                    .failure("2", "", "io.antflow.demo.UserRecords$BadRecordException", "検査", 1, 200);
        }
    };

    abstract TestSnapshot snapshot();

    DashboardSnapshot build() {
        return snapshot().build();
    }

    private static TestSnapshot users() {
        TestSnapshot users = new TestSnapshot("users")
                .stage("Ingestion", stage -> {
                    stage.workers = 2;
                    stage.pending = 21;
                    stage.completed = 186;
                    stage.failed = 8;
                    stage.blocked = 2;
                    stage.rate = 45.3;
                    stage.oldest = 1.5;
                })
                .stage("Validation", stage -> {
                    stage.workers = 3;
                    stage.capacity = 30;
                    stage.pending = 30;
                    stage.completed = 153;
                    stage.failed = 3;
                    stage.blocked = 1;
                    stage.rate = 36.5;
                    stage.oldest = 2;
                })
                .stage("Enrichment", stage -> {
                    stage.workers = 4;
                    stage.capacity = 80;
                    stage.pending = 74;
                    stage.inWork = 4;
                    stage.retrying = 2;
                    stage.skipped = 6;
                    stage.filtered = 1;
                    stage.completed = 74;
                    stage.failed = 1;
                    stage.rate = 15;
                    stage.oldest = 4;
                })
                .stage("Save", stage -> {
                    stage.capacity = 0;
                    stage.inWork = 1;
                    stage.completed = 73;
                    stage.rate = 14.7;
                });
        return users.blocked("Ingestion-W0", "Ingestion", "u-0197", 0.6, 90)
                .blocked("Ingestion-W1", "Ingestion", "u-0198", 0.4, 96)
                .blocked("Validation-W0", "Validation", "u-0170", 0.3, 60)
                .idle("Validation-W1", "Validation", 50, 2)
                .idle("Validation-W2", "Validation", 43, 1)
                .busy("Enrichment-W0", "Enrichment", "u-0101", "asking the directory about Ada", 0.35, 20, 0)
                .busy("Enrichment-W1", "Enrichment", "u-0102", "asking the directory about Alan", 0.5, 18, 1)
                .busy("Enrichment-W2", "Enrichment", "u-0103", "enrich_user", 12, 16, 0)
                .busy("Enrichment-W3", "Enrichment", "u-0104", "asking the directory about Grace", 0.05, 20, 0)
                .busy("Save-W0", "Save", "u-0100", "save_user", 0.0001, 40, 0)
                .idle("Save-W1", "Save", 33, 0)
                .errors("io.antflow.demo.MissingFieldException", 8)
                .errors("io.antflow.demo.InvalidAgeException", 3)
                .errors("java.io.IOException", 1)
                .failure(
                        "u-0086",
                        "field 'email' is missing",
                        "io.antflow.demo.MissingFieldException",
                        "Ingestion",
                        1,
                        0.7)
                .failure("u-0082", "connection reset", "java.io.IOException", "Enrichment", 3, 1.1)
                .failure(
                        "u-0079",
                        "field 'age' is missing",
                        "io.antflow.demo.MissingFieldException",
                        "Ingestion",
                        1,
                        1.9);
    }
}
