package io.samehost.bench.sharing;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.result.Statistics;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** The work of threads that called at the same time through one client, each again when it had its answer. */
record CallingThreads(List<Recording> recordings) {

    /** Returns when the last one is done. */
    static CallingThreads run(Client client, int number, int sizeBytes, long nanos)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            CyclicBarrier start = new CyclicBarrier(number);
            List<Callable<Recording>> callers = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                callers.add(() -> {
                    start.await();
                    return call(client, sizeBytes, nanos);
                });
            }
            List<Recording> recordings = new ArrayList<>();
            for (Future<Recording> caller : threads.invokeAll(callers)) {
                recordings.add(caller.get());
            }
            return new CallingThreads(recordings);
        } catch (ExecutionException e) {
            throw new IOException("call failed: cause=" + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Recording call(Client client, int sizeBytes, long nanos) throws IOException, CallException {
        byte[] payload = Stamp.payload(sizeBytes);
        Recording recording = new Recording();
        long startNanos = System.nanoTime();
        long nowNanos = startNanos;
        while (nowNanos - startNanos < nanos) {
            client.call(BenchService.NAME, BenchService.ECHO, payload);
            long doneNanos = System.nanoTime();
            recording.reply(doneNanos - nowNanos);
            nowNanos = doneNanos;
        }
        return recording;
    }

    /** The calls of all threads together. */
    Histogram latency() {
        Histogram all = Recording.emptyHistogram();
        recordings.forEach(recording -> all.add(recording.latency()));
        return all;
    }

    long calls() {
        return latency().getTotalCount();
    }

    /** The work of the busiest thread by that of the middle one: a convoy or favouritism shows here. */
    double maxToMedian() {
        return counts().max() / counts().median();
    }

    /** The work of the laziest by that of the middle one: starvation shows here. */
    double medianToMin() {
        return counts().median() / Math.max(1, counts().min());
    }

    private Counts counts() {
        double[] counts = recordings.stream()
                .mapToDouble(recording -> recording.latency().getTotalCount())
                .sorted()
                .toArray();
        return new Counts(counts[0], Statistics.median(counts), counts[counts.length - 1]);
    }

    private record Counts(double min, double median, double max) {}
}
