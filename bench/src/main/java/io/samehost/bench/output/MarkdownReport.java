package io.samehost.bench.output;

import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report for an issue, a pull request or a wiki. */
public final class MarkdownReport {
    private final SavedReport report;
    private final StringBuilder text = new StringBuilder();

    public MarkdownReport(SavedReport report) {
        this.report = report;
    }

    public String text() {
        text.setLength(0);
        heading("# " + SavedReport.QUESTION);
        heading("**" + escaped(report.answer()) + "**");
        bullets(report.answers().stream().map(SavedAnswer::words).toList());
        warnings();
        rows();
        advice();
        environment();
        return text.toString();
    }

    private void warnings() {
        List<String> all = new ArrayList<>(report.warnings());
        all.addAll(report.problems());
        if (!all.isEmpty()) {
            heading("## Before you trust it");
            bullets(all);
        }
    }

    private void rows() {
        heading("## Figures");
        line(List.of(
                "load",
                "layer, engine",
                "transport",
                "p50 µs",
                "p90",
                "p99",
                "p99.9",
                "max",
                "messages/s",
                "over runs",
                "MB/s",
                "x floor",
                "runs",
                "errors",
                "lost"));
        text.append("|---|---|---|").append("--:|".repeat(12)).append('\n');
        for (SavedRow row : report.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.load(), row.implementation(), row.transport()));
            row.latencyMicros().forEach(micros -> cells.add(Figures.orNone(micros, Figures::threeDigits)));
            cells.addAll(List.of(
                    Figures.orNone(row.messagesPerSecond(), Figures::whole),
                    row.interval().map(Figures::span).orElse(Figures.NONE),
                    Figures.orNone(row.megabytesPerSecond(), Figures::threeDigits),
                    Figures.orNone(row.ratioToFloor(), Figures::times),
                    Integer.toString(row.runs()),
                    Long.toString(row.errors()),
                    Long.toString(row.lost())));
            line(cells);
        }
        text.append('\n');
    }

    private void advice() {
        heading("## Which one for what");
        line(List.of("for", "use", "by how much, or why"));
        text.append("|---|---|---|\n");
        for (TransportAdvice.Line line : new TransportAdvice(report).lines()) {
            String reason = line.reason().stream().map(MarkdownReport::escaped).collect(Collectors.joining("<br>"));
            text.append("| ")
                    .append(escaped(line.need()))
                    .append(" | ")
                    .append(escaped(line.choice()))
                    .append(" | ")
                    .append(reason)
                    .append(" |\n");
        }
        text.append('\n');
    }

    private void environment() {
        heading("## Where it was measured");
        bullets(List.of(
                report.environment().text("cpu") + ", " + report.environment().text("processors") + " processors",
                report.environment().text("kernel"),
                report.environment().text("jdk"),
                "commit " + report.environment().text("commit") + ", measured " + report.date()));
        text.append("```\n").append(report.command()).append("\n```\n");
    }

    private void heading(String words) {
        text.append(words).append("\n\n");
    }

    private void bullets(List<String> lines) {
        lines.forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
        text.append('\n');
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Escapes markup, and everything that would end a cell or a line. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_<>\\[\\]|])", "\\\\$1").replaceAll("\\R", " ");
    }
}
