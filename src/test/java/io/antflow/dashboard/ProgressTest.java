package io.antflow.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.antflow.engine.DashboardSnapshot;
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
        assertThat(progress.share()).isEqualTo(0.4, ROUNDING);
        assertThat(progress.underWay()).isEqualTo(30 / 3.0 + 30 * 2 / 3.0, ROUNDING);
        assertThat(progress.over()).isFalse();
    }

    @Test
    void isNothingBeforeTheFirstItemAndAllOfNothingAtTheEnd() {
        TestSnapshot empty = new TestSnapshot("test").stage("A", stage -> {});

        assertThat(Progress.of(empty.build()).share()).isZero();
        assertThat(Progress.of(empty.status(RunStatus.COMPLETED).build()).share())
                .isEqualTo(1);
    }

    @Test
    void aCancelledRunIsOverWhenWorkersHaveFinishedWhatTheyHeld() {
        assertThat(Progress.of(cancelled(1)).over()).isFalse();
        assertThat(Progress.of(cancelled(0)).over()).isTrue();
    }

    private static DashboardSnapshot cancelled(long inWork) {
        return new TestSnapshot("test")
                .status(RunStatus.CANCELLED)
                .stage("A", stage -> {
                    stage.inWork = inWork;
                    stage.cancelled = 10;
                })
                .build();
    }
}
