package io.samehost.bench.peer;

import io.samehost.bench.output.RowCells;
import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.Environment;
import io.samehost.bench.result.Results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report on peers for an issue, a pull request or a wiki. */
public final class PeerMarkdown {
    private final PeerReport report;
    private final StringBuilder text = new StringBuilder();

    public PeerMarkdown(PeerReport report) {
        this.report = report;
    }

    public String text() {
        text.setLength(0);
        paragraph("# What a user would pick instead");
        paragraph("This project's calls (rpc, threads) beside other libraries, in one run:");
        bullets(report.comparisons().stream().map(PeerComparison::words).toList());
        if (!report.report().warnings().isEmpty()) {
            paragraph("## Before you trust it");
            bullets(report.report().warnings());
        }
        loads().forEach(this::table);
        paragraph("## How the peers are driven");
        bullets(report.peers().built().stream().map(Peers.Built::words).toList());
        environment();
        return text.toString();
    }

    private Map<String, List<Row>> loads() {
        return report.report().results().rows().stream()
                .collect(Collectors.groupingBy(row -> row.scenario().load(), LinkedHashMap::new, Collectors.toList()));
    }

    private void table(String load, List<Row> rows) {
        paragraph("## " + load);
        line(withoutBar(RowCells.HEADER));
        text.append("|---".repeat(RowCells.NAME_COLUMNS))
                .append("|--:".repeat(RowCells.HEADER.size() - RowCells.NAME_COLUMNS - 1))
                .append("|\n");
        for (Row row : rows) {
            List<String> cells = RowCells.of(row, RowCells.speed(row));
            line(row.runs().isEmpty() ? cells : withoutBar(cells));
        }
        text.append('\n');
    }

    /** The bar is for terminals. */
    private static List<String> withoutBar(List<String> cells) {
        List<String> kept = new ArrayList<>(cells);
        kept.remove(RowCells.BAR_COLUMN);
        return kept;
    }

    private void environment() {
        Environment environment = report.report().environment();
        paragraph("## Where it was measured");
        bullets(List.of(
                environment.cpu() + ", " + environment.processors() + " processors",
                environment.kernel(),
                environment.jdk(),
                "commit " + environment.commit() + ", measured "
                        + report.report().date()));
        text.append("```\n")
                .append(new PlanCommand(report.report().results().plan()))
                .append("\n```\n");
    }

    private void paragraph(String words) {
        text.append(words).append("\n\n");
    }

    private void bullets(List<String> lines) {
        lines.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append('\n');
    }

    private void line(List<String> cells) {
        text.append(
                cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
