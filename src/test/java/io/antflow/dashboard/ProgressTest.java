package io.antflow.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.antflow.engine.RunStatus;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Offset<Double> ROUNDING = within(1e-9);

    @Test
    void countsItemsUnderWayByTheStagesBehindThem() {
        Progress progress = Progress.of(new TestSnapshot("test")
                .stage("A", stage -> stage.failed = 10)
                .stage("B", stage -> stage.inWork = 30)
                .stage("C", stage -> {
                    stage.pending = 30;
                    stage.completed = 20;
                    stage.cancelled = 10;
                })
                .build());

        assertThat(progress.ended()).isEqualTo(40);
        assertThat(progress.done()).isEqualTo((40 + 30 / 3.0 + 30 * 2 / 3.0) / 100, ROUNDING);
        assertThat(progress.over()).isFalse();
    }

    @Test
    void isNothingBeforeTheFirstItemAndAllOfNothingAtTheEnd() {
        TestSnapshot empty = new TestSnapshot("test").stage("A", stage -> {});

        assertThat(Progress.of(empty.build()).done()).isZero();
        assertThat(Progress.of(empty.status(RunStatus.COMPLETED).build()).done())
                .isEqualTo(1);
    }

    @Test
    void countsWhatEndsInAnyStageForTheRate() {
        Progress progress = Progress.of(new TestSnapshot("test")
                .stage("A", stage -> {
                    stage.rate = 40;
                    stage.completed = 60;
                    stage.filtered = 5;
                    stage.failed = 20;
                })
                .stage("B", stage -> stage.rate = 7)
                .build());

        assertThat(progress.itemsPerSecond()).isEqualTo(40 * 25 / 80.0 + 7, ROUNDING);
    }

    @Test
    void ofAnEndedRunTheRateIsOverItsWholeTime() {
        Progress progress = Progress.of(new TestSnapshot("test")
                .status(RunStatus.COMPLETED)
                .time(4, 0.0)
                .stage("A", stage -> {
                    stage.completed = 6;
                    stage.failed = 2;
                    stage.cancelled = 100;
                    stage.rate = 99;
                })
                .build());

        assertThat(progress.itemsPerSecond()).isEqualTo(2, ROUNDING);
        assertThat(progress.over()).isTrue();
    }
}
