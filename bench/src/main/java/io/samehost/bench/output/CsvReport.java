package io.samehost.bench.output;

import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import io.samehost.bench.saved.SavedRow.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A line for each row, in the form of RFC 4180; a figure that was not measured is empty. */
public final class CsvReport {
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

    public CsvReport(SavedReport report) {
        this.report = report;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(HEADER);
            for (SavedRow row : report.rows()) {
                printer.printRecord(cells(row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text took no line", e);
        }
        return text.toString();
    }

    private static List<String> cells(SavedRow row) {
        List<OptionalDouble> latency = row.latencyNanos();
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
                cell(latency.get(0)),
                cell(latency.get(1)),
                cell(latency.get(2)),
                cell(latency.get(3)),
                cell(latency.get(4)),
                cell(row.messagesPerSecond()),
                row.interval().map(interval -> Double.toString(interval.low())).orElse(""),
                row.interval().map(interval -> Double.toString(interval.high())).orElse(""),
                cell(row.cpuMicrosPerMessage(Side.CLIENT)),
                cell(row.cpuMicrosPerMessage(Side.SERVER)),
                cell(row.switchesPerMessage(Side.CLIENT)),
                cell(row.switchesPerMessage(Side.SERVER)),
                cell(row.readWriteCallsPerMessage(Side.CLIENT)),
                cell(row.readWriteCallsPerMessage(Side.SERVER)),
                bytes(row.askedBufferBytes()),
                bytes(row.sendBufferBytes()),
                bytes(row.receiveBufferBytes()),
                cell(row.ratioToFloor()),
                row.runs() == 0 ? "" : Boolean.toString(row.clientSaturated()),
                String.join("; ", row.problems()));
    }

    private static String cell(OptionalDouble figure) {
        return figure.isPresent() ? Double.toString(figure.getAsDouble()) : "";
    }

    private static String bytes(int bufferBytes) {
        return bufferBytes == 0 ? "" : Integer.toString(bufferBytes);
    }
}
