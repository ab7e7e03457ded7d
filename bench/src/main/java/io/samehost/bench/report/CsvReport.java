package io.samehost.bench.report;

import io.samehost.bench.report.SavedRow.Side;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A line for each row, as RFC 4180 has it; a figure that was not measured is empty. */
final class CsvReport {
    private static final List<String> HEADER = List.of(
            "pattern",
            "size_bytes",
            "in_flight",
            "layer",
            "engine",
            "wait",
            "transport",
            "runs",
            "messages",
            "errors",
            "lost",
            "p50_ns",
            "p90_ns",
            "p99_ns",
            "p999_ns",
            "max_ns",
            "messages_per_second",
            "interval_low",
            "interval_high",
            "client_cpu_us_per_message",
            "server_cpu_us_per_message",
            "client_switches_per_message",
            "server_switches_per_message",
            "client_read_write_calls_per_message",
            "server_read_write_calls_per_message",
            "asked_buffer_bytes",
            "send_buffer_bytes",
            "receive_buffer_bytes",
            "ratio_to_floor",
            "client_saturated",
            "problems");

    private final SavedReport report;

    CsvReport(SavedReport report) {
        this.report = report;
    }

    String text() {
        return line(HEADER)
                + report.rows().stream().map(row -> line(cells(row))).collect(Collectors.joining());
    }

    private static List<String> cells(SavedRow row) {
        return List.of(
                row.pattern(),
                Long.toString(row.sizeBytes()),
                Integer.toString(row.inFlight()),
                row.layer(),
                row.engine(),
                row.waiting(),
                row.transport(),
                Integer.toString(row.runs()),
                Long.toString(row.messages()),
                Long.toString(row.errors()),
                Long.toString(row.lost()),
                cell(row.figure("p50Nanos")),
                cell(row.figure("p90Nanos")),
                cell(row.figure("p99Nanos")),
                cell(row.figure("p999Nanos")),
                cell(row.figure("maxNanos")),
                cell(row.messagesPerSecond()),
                row.interval().map(interval -> Double.toString(interval.low())).orElse(""),
                row.interval().map(interval -> Double.toString(interval.high())).orElse(""),
                cell(row.cpuMicrosPerMessage(Side.CLIENT)),
                cell(row.cpuMicrosPerMessage(Side.SERVER)),
                cell(row.switchesPerMessage(Side.CLIENT)),
                cell(row.switchesPerMessage(Side.SERVER)),
                cell(row.readWriteCallsPerMessage(Side.CLIENT)),
                cell(row.readWriteCallsPerMessage(Side.SERVER)),
                row.figures().path("askedBufferBytes").asText(),
                row.figures().path("sendBufferBytes").asText(),
                row.figures().path("receiveBufferBytes").asText(),
                cell(row.figure("ratioToFloor")),
                row.runs() == 0 ? "" : Boolean.toString(row.clientSaturated()),
                String.join("; ", row.problems()));
    }

    private static String cell(OptionalDouble figure) {
        return figure.isPresent() ? Double.toString(figure.getAsDouble()) : "";
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[,\"\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
