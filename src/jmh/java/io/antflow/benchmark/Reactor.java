package io.antflow.benchmark;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor: {@code flatMap} with as many tasks in flight as there are workers, each on a virtual thread. */
final class Reactor implements Contender {

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(executor);

    @Override
    public String name() {
        return "Reactor flatMap, task on a virtual thread";
    }

    @Override
    public long run(int items) {
        Flux<Integer> flux = Flux.range(0, items);
        for (int stage = 0; stage < Work.STAGES; stage++) {
            flux = flux.flatMap(item -> Mono.fromCallable(() -> Work.task(item)).subscribeOn(scheduler), Work.WORKERS);
        }
        Long processed = flux.count().block();
        return processed == null ? 0 : processed;
    }

    @Override
    public void close() {
        scheduler.dispose();
        executor.close();
    }
}
