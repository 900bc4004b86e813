package io.antflow.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The upper reference: virtual threads over a bounded queue for each stage, and nothing else. No ids, no counters, no
 * retries, no results: what any engine of this kind can reach at best.
 */
final class BareQueue implements Contender {

    private static final int CAPACITY = Work.WORKERS * 10;

    @Override
    public String name() {
        return "bare queues (no engine)";
    }

    @Override
    public long run(int items) throws InterruptedException {
        List<BlockingQueue<Integer>> queues = new ArrayList<>();
        for (int stage = 0; stage < Work.STAGES; stage++) {
            queues.add(new LinkedBlockingQueue<>(CAPACITY));
        }
        CountDownLatch left = new CountDownLatch(items);
        LongAdder processed = new LongAdder();
        List<Thread> workers = new ArrayList<>();
        for (int stage = 0; stage < Work.STAGES; stage++) {
            BlockingQueue<Integer> from = queues.get(stage);
            BlockingQueue<Integer> to = stage + 1 < Work.STAGES ? queues.get(stage + 1) : null;
            for (int worker = 0; worker < Work.WORKERS; worker++) {
                workers.add(Thread.startVirtualThread(() -> {
                    try {
                        while (true) {
                            Integer item = Work.task(from.take());
                            if (to == null) {
                                processed.increment();
                                left.countDown();
                            } else {
                                to.put(item);
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
        }
        Thread.startVirtualThread(() -> {
            try {
                for (int item = 0; item < items; item++) {
                    queues.getFirst().put(item);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        left.await();
        for (Thread worker : workers) {
            worker.interrupt();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return processed.sum();
    }
}
