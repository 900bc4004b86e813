package io.antflow.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many items a second go through 3 stages of 10 workers whose task does nothing: AntFlow against its peers.
 *
 * <p>A plain main and not JMH, because the contenders are to meet the same machine: they take turns, round by round, in
 * one JVM, so that whatever else disturbs the machine disturbs them alike. Prints a Markdown table.
 */
final class ThroughputBenchmark {

    private static final Map<String, Supplier<Contender>> CONTENDERS = contenders();

    private ThroughputBenchmark() {}

    private static Map<String, Supplier<Contender>> contenders() {
        Map<String, Supplier<Contender>> contenders = new LinkedHashMap<>();
        contenders.put("bare", BareQueue::new);
        contenders.put("untracked", () -> new AntFlow(false));
        contenders.put("antflow", () -> new AntFlow(true));
        contenders.put("reactor", Reactor::new);
        contenders.put("mutiny", Mutiny::new);
        contenders.put("pekko", () -> new PekkoStreams(PekkoStreams.TaskOn.VIRTUAL_THREAD));
        contenders.put("pekko-dispatcher", () -> new PekkoStreams(PekkoStreams.TaskOn.DISPATCHER));
        contenders.put("pekko-actor", () -> new PekkoStreams(PekkoStreams.TaskOn.ACTOR));
        return contenders;
    }

    /**
     * Measures and prints.
     *
     * @param args items a run, rounds to warm up, rounds to measure, and the names of the contenders (none: all)
     */
    public static void main(String[] args) throws Exception {
        int items = Integer.parseInt(args[0]);
        int warmups = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        List<String> names = Stream.of(args).skip(3).toList();
        List<Contender> contenders = (names.isEmpty() ? CONTENDERS.keySet() : names)
                .stream().map(name -> CONTENDERS.get(name).get()).toList();
        Map<Contender, Series> series = new LinkedHashMap<>();
        contenders.forEach(contender -> series.put(contender, new Series()));

        printMachine(items, warmups, rounds);
        Instant start = Instant.now();
        for (int round = -warmups; round < rounds; round++) {
            for (Contender contender : contenders) {
                long nanos = time(contender, items);
                if (round >= 0) {
                    series.get(contender).add(items, nanos);
                }
                System.err.printf(
                        Locale.ROOT,
                        "%s %-60s %6.2f M/s%n",
                        round < 0 ? "warm-up" : "round " + (round + 1),
                        contender.name(),
                        items / (nanos / 1e3));
            }
        }
        contenders.forEach(Contender::close);
        printTable(series);
        System.out.printf(
                "%nTook %d s.%n", Duration.between(start, Instant.now()).toSeconds());
    }

    /** The garbage of the contender before must not be collected in this one's time. */
    @SuppressWarnings("DoNotCallSystemGc")
    private static long time(Contender contender, int items) throws Exception {
        System.gc();
        long start = System.nanoTime();
        long processed = contender.run(items);
        long nanos = System.nanoTime() - start;
        if (processed != items) {
            throw new IllegalStateException(
                    "%s processed %d of %d items".formatted(contender.name(), processed, items));
        }
        return nanos;
    }

    private static void printMachine(int items, int warmups, int rounds) {
        System.out.printf(
                Locale.ROOT,
                "%d stages × %d workers, %,d items a run, %d rounds after %d to warm up, contenders taking turns.%n",
                Work.STAGES,
                Work.WORKERS,
                items,
                rounds,
                warmups);
        System.out.printf(
                "%s %s %s, %d cores, %s %s, JVM flags %s%n%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static void printTable(Map<Contender, Series> series) {
        double reference = series.values().iterator().next().median();
        System.out.println("| | median, M items/s | of the first row | spread | all runs, M items/s |");
        System.out.println("| --- | ---: | ---: | ---: | --- |");
        series.forEach((contender, speeds) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f %% | %.0f %% | %s |%n",
                contender.name(),
                Series.millions(speeds.median()),
                100 * speeds.median() / reference,
                100 * speeds.spread(),
                speeds.all()));
    }
}
