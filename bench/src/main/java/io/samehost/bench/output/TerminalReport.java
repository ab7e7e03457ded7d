package io.samehost.bench.output;

import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.Environment;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Results;
import io.samehost.bench.result.Results.Answer;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report for people: a table for each load, warnings, and the answer in words at the very end. */
public final class TerminalReport {
    private final Report report;
    private final Terminal terminal;
    private final PrintWriter out;

    public TerminalReport(Report report, Terminal terminal, PrintWriter out) {
        this.report = report;
        this.terminal = terminal;
        this.out = out;
    }

    public void print() {
        printFigures();
        printAnswers();
    }

    /** All but the answers. */
    public void printFigures() {
        Map<String, List<Row>> loads = new LinkedHashMap<>();
        for (Row row : report.results().rows()) {
            loads.computeIfAbsent(row.scenario().load(), load -> new ArrayList<>())
                    .add(row);
        }
        loads.forEach(this::printTable);
        printLegend();
        printNotes();
        Environment environment = report.environment();
        out.println(terminal.faint(environment.cpu() + ", " + environment.processors() + " processors, "
                + environment.kernel() + ", " + environment.jdk()));
        out.println(terminal.faint("again: " + new PlanCommand(report.results().plan())));
        out.println();
    }

    private void printTable(String load, List<Row> rows) {
        double fastest = rows.stream().mapToDouble(RowCells::speed).max().orElse(0);
        Table table = new Table(RowCells.NAME_COLUMNS, RowCells.HEADER);
        rows.forEach(row -> table.add(RowCells.of(row, fastest)));
        out.println(terminal.bold(load));
        List<String> lines = table.lines();
        out.println(terminal.faint(lines.get(0)));
        lines.subList(1, lines.size()).forEach(out::println);
        out.println();
    }

    private void printLegend() {
        out.println("Latency is service time of a closed loop; of rate and max-rate, it counts from the planned send"
                + " time.");
        out.println(
                "Figures are medians over runs; max, messages, errors and lost are of all runs. CPU, context switches");
        out.println(
                "and read and write calls (recv and send are not counted): client+server. MB/s count one direction.");
        out.println("speed: what is compared, " + Pattern.PING_PONG.better() + " or " + Pattern.PIPELINED.better()
                + "; the longest bar is the fastest row.");
        out.println(
                "over runs: the interval of its median over fresh pairs of processes, at least 94 % sure with five.");
        out.println("x floor: how many times as long as the same pattern in C takes, by the same figure.");
        if (report.results().rows().stream().anyMatch(Row::clientSaturated)) {
            out.println("!: the client used a whole core, so it may be what limits that row.");
        }
        out.println();
    }

    private void printNotes() {
        Map<String, List<Scenario>> problems = new LinkedHashMap<>();
        for (Row row : report.results().rows()) {
            // The first problem of a row without figures stands in their place.
            for (String problem : row.runs().isEmpty()
                    ? row.problems().subList(1, row.problems().size())
                    : row.problems()) {
                problems.computeIfAbsent(problem, text -> new ArrayList<>()).add(row.scenario());
            }
        }
        problems.forEach((problem, rows) -> out.println(
                terminal.yellow((rows.size() == 1 ? rows.get(0) : rows.size() + " rows") + ": " + problem)));
        for (String warning : report.warnings()) {
            out.println(terminal.yellow("warning: " + warning));
        }
        out.println();
    }

    /** Last, and the direct answer first, for those who read nothing else. */
    private void printAnswers() {
        Results results = report.results();
        Optional<Answer> main = results.mainAnswer();
        out.println(terminal.bold("AF_UNIX or TCP loopback, on this machine? "
                + main.map(Answer::direct).orElse("No answer: they were not measured with the same load.")));
        List<Answer> others = new ArrayList<>(results.answers());
        others.removeIf(answer -> answer.toTheQuestion().isPresent());
        results.answers().stream()
                .filter(answer -> answer.toTheQuestion().isPresent())
                .forEach(this::printAnswer);
        if (!others.isEmpty()) {
            out.println("Other comparisons:");
            others.forEach(this::printAnswer);
        }
        report.doubts().forEach(doubt -> out.println(terminal.yellow(doubt)));
    }

    private void printAnswer(Answer answer) {
        String words = "  " + answer.words();
        out.println(answer.verdict() instanceof Verdict.Shown ? terminal.green(words) : words);
    }
}
