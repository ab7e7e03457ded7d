package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.JsonLine;
import io.samehost.client.DatagramPing;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Output of {@code ping}, and the figures for it. */
final class PingReport {
    private static final double NANOS_PER_MICRO = 1000;

    /** By then the JDK's compiler has seen every method of a call often enough. */
    private static final int WARM_CALLS = 10_000;

    private final Address address;
    private final PrintWriter out;
    private final boolean json;
    private long[] answeredNanos = new long[16];
    private int answered;
    private int lost;
    private Optional<DatagramPing.Result> datagrams = Optional.empty();

    PingReport(Address address, PrintWriter out, boolean json) {
        this.address = address;
        this.out = out;
        this.json = json;
    }

    void begin(int sizeBytes) {
        if (!json) {
            print("PING " + address + " with " + sizeBytes + " bytes");
        }
    }

    void answered(int sequence, int sizeBytes, long nanos) {
        if (answered == answeredNanos.length) {
            answeredNanos = Arrays.copyOf(answeredNanos, 2 * answered);
        }
        answeredNanos[answered++] = nanos;
        print(
                json
                        ? new JsonLine()
                                .put("event", "answer")
                                .put("seq", sequence)
                                .put("bytes", sizeBytes)
                                .put("us", micros(nanos))
                                .toString()
                        : sizeBytes + " bytes: seq=" + sequence + " time=" + text(nanos) + " us");
    }

    void lost(int sequence, String why) {
        lost++;
        print(
                json
                        ? new JsonLine()
                                .put("event", "lost")
                                .put("seq", sequence)
                                .put("message", why)
                                .toString()
                        : "lost: seq=" + sequence + " " + why);
    }

    /** Takes the figures of datagrams: only the end shows which were lost, and in which order they came. */
    void datagrams(DatagramPing.Result result) {
        lost = (int) result.lost();
        datagrams = Optional.of(result);
    }

    /** Prints the summary, unless there is nothing to sum up. */
    void end() {
        int sent = answered + lost;
        if (sent == 0) {
            return;
        }
        Arrays.sort(answeredNanos, 0, answered);
        if (json) {
            print(summaryJson(sent).toString());
            return;
        }
        print("--- " + address + " ---");
        print(sent + " calls, " + answered + " answered, "
                + String.format(Locale.ROOT, "%.1f%% lost", 100.0 * lost / sent)
                + datagrams
                        .map(some -> ", " + some.reordered() + " reordered, " + some.duplicated() + " duplicated")
                        .orElse(""));
        if (answered > 0) {
            print("min/p50/p99/max = " + text(percentile(0)) + '/' + text(percentile(50)) + '/' + text(percentile(99))
                    + '/' + text(percentile(100)) + " us");
        }
        if (answered > 0 && answered < WARM_CALLS) {
            print("few calls of a JVM that has just started: a warm one needs a fraction of that, see -c "
                    + 2 * WARM_CALLS + " -i 0");
        }
    }

    private JsonLine summaryJson(int sent) {
        JsonLine line = new JsonLine()
                .put("event", "summary")
                .put("address", address.toString())
                .put("calls", sent)
                .put("answered", answered)
                .put("lost", lost);
        datagrams.ifPresent(some -> line.put("reordered", some.reordered()).put("duplicated", some.duplicated()));
        return answered == 0
                ? line
                : line.put("minUs", micros(percentile(0)))
                        .put("p50Us", micros(percentile(50)))
                        .put("p99Us", micros(percentile(99)))
                        .put("maxUs", micros(percentile(100)));
    }

    /** By nearest rank, of the sorted times. */
    private long percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * answered);
        return answeredNanos[Math.max(1, rank) - 1];
    }

    private static double micros(long nanos) {
        return nanos / NANOS_PER_MICRO;
    }

    private static String text(long nanos) {
        return String.format(Locale.ROOT, "%.1f", micros(nanos));
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
