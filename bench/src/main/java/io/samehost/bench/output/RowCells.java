package io.samehost.bench.output;

import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.Scenario;
import java.util.List;
import java.util.Locale;

/** A row as cells of a table: names to the left, then a bar and figures. Without errors that cell is empty. */
public final class RowCells {
    public static final List<String> HEADER = List.of(
            "implementation",
            "transport",
            "speed",
            "p50 us",
            "p90",
            "p99",
            "p99.9",
            "max",
            "msg/s",
            "MB/s",
            "over runs",
            "x floor",
            "cpu us/msg",
            "switches/msg",
            "r/w calls/msg",
            "runs",
            "messages",
            "errors",
            "lost");

    public static final int NAME_COLUMNS = 2;

    /** The bar among them. */
    public static final int BAR_COLUMN = HEADER.indexOf("speed");

    /** The width of the fastest row's bar. Bars are ASCII, which every terminal and every file has. */
    private static final int LONGEST_BAR = 8;

    private RowCells() {}

    /** The figure that verdicts compare; 0 for a row without figures. */
    public static double speed(Row row) {
        return row.runs().isEmpty()
                ? 0
                : row.median(run -> run.speed(row.scenario().pattern()));
    }

    private static String bar(double share) {
        int length = Math.max(1, (int) Math.round(share * LONGEST_BAR));
        return "#".repeat(length) + " ".repeat(LONGEST_BAR - length);
    }

    /** A cell for each of the header, or fewer with the reason in the last. */
    public static List<String> of(Row row, double fastest) {
        Scenario scenario = row.scenario();
        String implementation = scenario.implementation();
        String transport = scenario.transport().label();
        if (row.runs().isEmpty()) {
            return List.of(implementation, transport, "- " + row.problems().get(0));
        }
        double perSecond = row.median(Measurement::messagesPerSecond);
        return List.of(
                implementation,
                transport,
                bar(speed(row) / fastest),
                micros(row.median(run -> run.percentileNanos(50))),
                micros(row.median(run -> run.percentileNanos(90))),
                micros(row.median(run -> run.percentileNanos(99))),
                micros(row.median(run -> run.percentileNanos(99.9))),
                micros((double) row.maxNanos()),
                String.format(Locale.ROOT, "%,.0f", perSecond),
                String.format(Locale.ROOT, "%,.1f", perSecond * scenario.size().bytes() / 1e6),
                interval(row),
                row.ratioToFloor().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", row.ratioToFloor().getAsDouble())
                        : "",
                cpu(row),
                switches(row),
                readWriteCalls(row),
                Integer.toString(row.runs().size()),
                String.format(Locale.ROOT, "%,d", row.messages()),
                row.errors() == 0 ? "" : Long.toString(row.errors()),
                lost(row));
    }

    /** In the unit of what is compared. */
    private static String interval(Row row) {
        Interval interval = row.interval();
        return row.scenario().pattern().comparesLatency()
                ? micros(interval.low()) + ".." + micros(interval.high()) + " us"
                : thousands(interval.low()) + ".." + thousands(interval.high()) + "/s";
    }

    private static String thousands(double number) {
        return number < 10_000 ? String.format(Locale.ROOT, "%.0f", number) : Math.round(number / 1000) + "k";
    }

    /** Streams lose nothing; of datagrams, how many and which share of what was sent. */
    private static String lost(Row row) {
        if (!row.scenario().transport().isDatagram()) {
            return "";
        }
        double sent = Math.max(1, row.messages() + row.lost());
        return String.format(Locale.ROOT, "%,d (%.1f%%)", row.lost(), 100 * row.lost() / sent);
    }

    private static String cpu(Row row) {
        return micros(row.median(run -> run.perMessage(run.client().cpuNanos())))
                + (row.clientSaturated() ? "!+" : "+")
                + micros(row.median(run -> run.perMessage(run.server().cpuNanos())));
    }

    private static String switches(Row row) {
        return String.format(
                Locale.ROOT,
                "%.2f+%.2f",
                row.median(run -> run.perMessage(run.client().switches())),
                row.median(run -> run.perMessage(run.server().switches())));
    }

    /** Empty where the processes make other calls than the kernel counts. */
    private static String readWriteCalls(Row row) {
        if (!row.scenario().transport().usesReadAndWrite() || row.scenario().layer() == Layer.PEER) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%.2f+%.2f",
                row.median(run -> run.perMessage(run.client().readWriteCalls())),
                row.median(run -> run.perMessage(run.server().readWriteCalls())));
    }

    private static String micros(double nanos) {
        double micros = nanos / 1000;
        return String.format(Locale.ROOT, micros < 10 ? "%.2f" : micros < 100 ? "%.1f" : "%,.0f", micros);
    }
}
