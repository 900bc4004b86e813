package io.antflow.engine;

/**
 * How many a second, over the last {@value #WINDOW_SECONDS} seconds: the difference of two readings of a counter, so that
 * it costs those who count nothing. One thread samples, any may ask.
 */
final class Throughput {

    /** How often {@link #sample} is called. */
    static final int SAMPLE_SECONDS = 1;

    private static final int WINDOW_SECONDS = 10;

    private final long[] times = new long[WINDOW_SECONDS / SAMPLE_SECONDS + 1];
    private final long[] counts = new long[times.length];
    private int samples = 1;

    Throughput(long startNanos) {
        times[0] = startNanos;
    }

    synchronized void sample(long now, long count) {
        int at = samples++ % times.length;
        times[at] = now;
        counts[at] = count;
    }

    /** Since the oldest sample within the window; 0 before any time has passed. */
    synchronized double perSecond(long now, long count) {
        int oldest = samples <= times.length ? 0 : samples % times.length;
        double seconds = (now - times[oldest]) / 1e9;
        return seconds <= 0 ? 0 : Math.max(0, count - counts[oldest]) / seconds;
    }
}
