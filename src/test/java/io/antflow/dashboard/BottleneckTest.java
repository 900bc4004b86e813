package io.antflow.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.RunStatus;
import org.junit.jupiter.api.Test;

class BottleneckTest {

    /** Two workers and twenty places a stage, and all that is in a queue could be worked on. */
    private static TestSnapshot queues(long first, long second, long third) {
        return new TestSnapshot("test")
                .stage("A", stage -> stage.pending = first)
                .stage("B", stage -> stage.pending = second)
                .stage("C", stage -> stage.pending = third);
    }

    @Test
    void isTheLastStageWithAQueueThatIsHalfFull() {
        assertThat(Bottleneck.of(queues(900, 12, 0).build())).contains("B");
        assertThat(Bottleneck.of(queues(900, 20, 10).build())).contains("C");
        assertThat(Bottleneck.of(queues(900, 9, 9).build())).contains("A");
    }

    @Test
    void isNoneWhereQueuesAreNearlyEmpty() {
        assertThat(Bottleneck.of(queues(9, 9, 9).build())).isEmpty();
        assertThat(Bottleneck.of(queues(0, 0, 0).build())).isEmpty();
    }

    @Test
    void isTheStageThatHasNoRoomForTheOneBeforeIt() {
        TestSnapshot pulling = new TestSnapshot("test")
                .stage("A", stage -> {
                    stage.pending = 20;
                    stage.blocked = 1;
                })
                .stage("B", stage -> stage.pending = 1)
                .stage("C", stage -> stage.pending = 3);

        assertThat(Bottleneck.of(pulling.build())).contains("B");
    }

    @Test
    void doesNotCountItemsThatWaitForTheirNextAttempt() {
        TestSnapshot retrying = new TestSnapshot("test").stage("A", stage -> {
            stage.pending = 19;
            stage.retrying = 10;
        });

        assertThat(Bottleneck.of(retrying.build())).isEmpty();
    }

    @Test
    void takesAQueueWithoutABoundForOneOfTenPlacesAWorker() {
        assertThat(Bottleneck.of(unbounded(9).build())).isEmpty();
        assertThat(Bottleneck.of(unbounded(10).build())).contains("A");
    }

    private static TestSnapshot unbounded(long pending) {
        return new TestSnapshot("test").stage("A", stage -> {
            stage.pending = pending;
            stage.capacity = 0;
        });
    }

    @Test
    void isNoneInARunThatIsHeldOrHasEnded() {
        assertThat(Bottleneck.of(queues(20, 20, 20).status(RunStatus.PAUSED).build()))
                .isEmpty();
        assertThat(Bottleneck.of(queues(20, 20, 20).status(RunStatus.CANCELLED).build()))
                .isEmpty();
    }
}
