package io.antflow.benchmark;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Pekko Streams: {@code mapAsyncUnordered} for each stage, with an asynchronous boundary behind it. */
final class PekkoStreams implements Contender {

    /** Where the task runs. */
    enum TaskOn {
        /** On the actor of the stage itself: fastest, but one task at a time, not ten, and none may block. */
        ACTOR,
        /** On Pekko's dispatcher, one thread a core: ten at a time are under way, but none may block. */
        DISPATCHER,
        /** On a virtual thread of its own: may block, as AntFlow's tasks may. */
        VIRTUAL_THREAD
    }

    private final ActorSystem system = ActorSystem.create(
            "benchmark", ConfigFactory.parseString("pekko.loglevel = WARNING").withFallback(ConfigFactory.load()));
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final TaskOn taskOn;

    PekkoStreams(TaskOn taskOn) {
        this.taskOn = taskOn;
    }

    @Override
    public String name() {
        return switch (taskOn) {
            case ACTOR -> "Pekko Streams, task on the stage's actor";
            case DISPATCHER -> "Pekko Streams, task on the dispatcher";
            case VIRTUAL_THREAD -> "Pekko Streams, task on a virtual thread";
        };
    }

    @Override
    public long run(int items) throws Exception {
        Source<Integer, NotUsed> source = Source.range(1, items);
        for (int stage = 0; stage < Work.STAGES; stage++) {
            source = source.mapAsyncUnordered(Work.WORKERS, this::start).async();
        }
        long[] processed = new long[1];
        Sink<Integer, CompletionStage<Done>> count = Sink.foreach(item -> processed[0]++);
        source.runWith(count, system).toCompletableFuture().get();
        return processed[0];
    }

    private CompletableFuture<Integer> start(Integer item) {
        return switch (taskOn) {
            case ACTOR -> CompletableFuture.completedFuture(Work.task(item));
            case DISPATCHER -> CompletableFuture.supplyAsync(() -> Work.task(item), system.dispatcher());
            case VIRTUAL_THREAD -> CompletableFuture.supplyAsync(() -> Work.task(item), executor);
        };
    }

    @Override
    public void close() {
        system.terminate();
        executor.close();
    }
}
