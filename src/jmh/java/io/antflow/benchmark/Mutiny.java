package io.antflow.benchmark;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Mutiny: {@code merge} with as many tasks in flight as there are workers, each on a virtual thread. */
final class Mutiny implements Contender {

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public String name() {
        return "Mutiny merge, task on a virtual thread";
    }

    @Override
    public long run(int items) {
        Multi<Integer> multi = Multi.createFrom().range(0, items);
        for (int stage = 0; stage < Work.STAGES; stage++) {
            multi = multi.onItem()
                    .transformToUni(
                            item -> Uni.createFrom().item(() -> Work.task(item)).runSubscriptionOn(executor))
                    .merge(Work.WORKERS);
        }
        return multi.collect().with(Collectors.counting()).await().indefinitely();
    }

    @Override
    public void close() {
        executor.close();
    }
}
