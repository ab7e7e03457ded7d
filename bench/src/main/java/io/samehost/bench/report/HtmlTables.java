package io.samehost.bench.report;

import io.samehost.bench.output.Figures;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import io.samehost.bench.saved.SavedRow.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** The tables of the page: every figure of every chart, and bars where a comparison needs no chart. */
final class HtmlTables {
    private static final List<String> NAMES = List.of("transport, layer, engine");

    private final SavedReport report;

    HtmlTables(SavedReport report) {
        this.report = report;
    }

    String latency(String pattern) {
        List<String> header =
                header("p50 µs", "p90", "p99", "p99.9", "max", "over runs", "runs", "messages", "errors", "lost");
        Html.Table table = new Html.Table("Latency, " + pattern, header);
        for (SavedRow row : rows(row -> row.pattern().equals(pattern))) {
            table.group(row.load());
            List<String> cells = names(row);
            if (row.runs() == 0) {
                cells.add(notMeasured(row));
            } else {
                row.latencyMicros().forEach(micros -> cells.add(Figures.orNone(micros, Figures::threeDigits)));
                cells.add(interval(row));
                cells.add(Integer.toString(row.runs()));
                cells.add(Figures.whole((double) row.messages()));
                cells.add(errors(row));
                cells.add(lost(row));
            }
            table.add(cells);
        }
        return table.html();
    }

    private static String errors(SavedRow row) {
        return row.errors() == 0 ? "0" : "<strong class=\"bad\">" + Figures.whole((double) row.errors()) + "</strong>";
    }

    /** Streams lose nothing. */
    private static String lost(SavedRow row) {
        return row.lost() == 0
                ? "0"
                : String.format(
                        Locale.ROOT, "%s (%.1f&nbsp;%%)", Figures.whole((double) row.lost()), 100 * row.lostShare());
    }

    private static String interval(SavedRow row) {
        return row.interval().map(Figures::span).orElse(Figures.NONE);
    }

    private static String notMeasured(SavedRow row) {
        return "<span class=\"bad\">not measured</span>: " + Html.escaped(String.join("; ", row.problems()));
    }

    String throughput() {
        Html.Table table = new Html.Table("Throughput", header("messages/s", "MB/s", ""));
        for (SavedRow row : report.rows()) {
            table.group(row.load());
            List<String> cells = names(row);
            if (row.messagesPerSecond().isEmpty()) {
                cells.add(notMeasured(row));
            } else {
                double most = most(row, SavedRow::messagesPerSecond);
                double rate = row.messagesPerSecond().getAsDouble();
                cells.add(Figures.whole(rate));
                cells.add(Figures.orNone(row.megabytesPerSecond(), Figures::threeDigits));
                cells.add(bar(transportClass(row.transport()), rate / most));
            }
            table.add(cells);
        }
        return table.html();
    }

    String cost() {
        List<String> header = header(
                "client µs",
                "server µs",
                "",
                "client switches",
                "server switches",
                "",
                "client calls",
                "server calls",
                "buffers KiB");
        Html.Table table = new Html.Table("Cost of a message on each side", header);
        for (SavedRow row : rows(row -> row.runs() > 0)) {
            table.group(row.load());
            List<String> cells = names(row);
            addSides(cells, row, (one, side) -> one.cpuMicrosPerMessage(side));
            if (row.clientSaturated()) {
                cells.set(
                        NAMES.size(),
                        "<span class=\"bad\" title=\"the client used a whole core\">!</span>&nbsp;"
                                + cells.get(NAMES.size()));
            }
            addSides(cells, row, (one, side) -> one.switchesPerMessage(side));
            cells.add(Figures.orNone(row.readWriteCallsPerMessage(Side.CLIENT), Figures::threeDigits));
            cells.add(Figures.orNone(row.readWriteCallsPerMessage(Side.SERVER), Figures::threeDigits));
            cells.add(buffers(row));
            table.add(cells);
        }
        return table.html();
    }

    /** The client's, to send and to receive, in KiB. */
    private static String buffers(SavedRow row) {
        return row.showsBuffers()
                ? kibibytes(row.sendBufferBytes()) + " / " + kibibytes(row.receiveBufferBytes())
                : Figures.NONE;
    }

    private static String kibibytes(int bytes) {
        return Figures.whole(bytes / 1024.0);
    }

    /** A figure of one process. */
    private interface Cost {
        OptionalDouble of(SavedRow row, Side side);
    }

    private void addSides(List<String> cells, SavedRow row, Cost cost) {
        cells.add(Figures.orNone(cost.of(row, Side.CLIENT), Figures::threeDigits));
        cells.add(Figures.orNone(cost.of(row, Side.SERVER), Figures::threeDigits));
        double most = most(
                row,
                one -> OptionalDouble.of(cost.of(one, Side.CLIENT).orElse(0)
                        + cost.of(one, Side.SERVER).orElse(0)));
        cells.add("<span class=\"bars\" aria-hidden=\"true\">"
                + part("client", cost.of(row, Side.CLIENT).orElse(0) / most)
                + part("server", cost.of(row, Side.SERVER).orElse(0) / most) + "</span>");
    }

    String floor() {
        Html.Table table = new Html.Table("Times the C floor", header("x floor", ""));
        for (SavedRow row : rows(row -> row.ratioToFloor().isPresent())) {
            table.group(row.load());
            List<String> cells = names(row);
            double ratio = row.ratioToFloor().orElseThrow();
            cells.add(Figures.times(ratio));
            cells.add(bar(transportClass(row.transport()), ratio / most(row, SavedRow::ratioToFloor)));
            table.add(cells);
        }
        return table.html();
    }

    boolean hasFloor() {
        return report.rows().stream().anyMatch(row -> row.ratioToFloor().isPresent());
    }

    /** The largest figure among the rows with the same load, so that bars compare what can be compared. */
    private double most(SavedRow row, Function<SavedRow, OptionalDouble> figure) {
        double most = rows(other -> other.load().equals(row.load())).stream()
                .mapToDouble(other -> figure.apply(other).orElse(0))
                .max()
                .orElse(0);
        return most > 0 ? most : 1;
    }

    private List<SavedRow> rows(Predicate<SavedRow> wanted) {
        return report.rows().stream().filter(wanted).toList();
    }

    private static List<String> header(String... figures) {
        List<String> header = new ArrayList<>(NAMES);
        header.addAll(List.of(figures));
        return header;
    }

    private static List<String> names(SavedRow row) {
        return new ArrayList<>(List.of("<span class=\"dot " + transportClass(row.transport()) + "\"></span>"
                + Html.escaped(row.transport()) + " <small>" + Html.escaped(row.implementation()) + "</small>"));
    }

    /** A name for the style sheet, which knows the colour. */
    static String transportClass(String transport) {
        return "t-" + transport.replaceAll("[^a-z0-9-]", "-");
    }

    private static String bar(String kind, double share) {
        return "<span class=\"bars\" aria-hidden=\"true\">" + part(kind, share) + "</span>";
    }

    private static String part(String kind, double share) {
        return String.format(Locale.ROOT, "<i class=\"%s\" style=\"width:%.1f%%\"></i>", kind, 100 * share);
    }
}
