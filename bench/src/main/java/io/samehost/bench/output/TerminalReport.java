package io.samehost.bench.output;

import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.Environment;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Results.Answer;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report for people: one chart, the answer in words, then a table for each load and the rest. The last line has the answer
 * again, for those who see the end only.
 */
public final class TerminalReport {
    private final Report report;
    private final Terminal terminal;
    private final int width;
    private final PrintWriter out;

    /** @param width the columns that there are */
    public TerminalReport(Report report, Terminal terminal, int width, PrintWriter out) {
        this.report = report;
        this.terminal = terminal;
        this.width = width;
        this.out = out;
    }

    public void print() {
        SavedReport saved = SavedReport.of(new JsonReport(report).toJson());
        new TerminalAnswer(saved, terminal, width, out).print();
        printAnswers();
        printFigures();
        Words.wrapped(SavedReport.QUESTION + ' ' + saved.answer(), width)
                .forEach(line -> out.println(terminal.bold(line)));
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
        Words.wrapped(
                        environment.cpu() + ", " + environment.processors() + " processors, " + environment.kernel()
                                + ", " + environment.jdk(),
                        width)
                .forEach(line -> out.println(terminal.faint(line)));
        Words.command("again:", new PlanCommand(report.results().plan()).toString(), width)
                .forEach(line -> out.println(terminal.faint(line)));
        out.println();
    }

    private void printTable(String load, List<Row> rows) {
        double fastest = rows.stream().mapToDouble(RowCells::speed).max().orElse(0);
        Table table = new Table(RowCells.NAME_COLUMNS, RowCells.HEADER);
        rows.forEach(row -> table.add(RowCells.of(row, fastest)));
        out.println(terminal.bold(load));
        String like = Likeness.of(
                rows.get(0).scenario().pattern().label(),
                rows.get(0).scenario().size().bytes());
        if (!like.isEmpty()) {
            out.println(terminal.faint("  " + like));
        }
        for (List<String> part : table.parts(width)) {
            out.println(terminal.faint(part.get(0)));
            part.subList(1, part.size()).forEach(out::println);
        }
        out.println();
    }

    private void printLegend() {
        say(
                "Latency is service time of a closed loop; of rate and max-rate, it counts from the planned send time. Figures"
                        + " are medians over the runs that count; max, messages, errors and lost are of all of those. A column without"
                        + " a figure is left out. CPU, context switches and read and write calls (recv and send are not counted):"
                        + " client+server. MB/s count one direction.");
        say("speed: what is compared, " + Pattern.PING_PONG.better() + " or " + Pattern.PIPELINED.better()
                + "; the longest bar is the fastest row. over runs: the interval of its median over fresh pairs of processes,"
                + " at least 94 % sure with five. x floor: how many times as long as the same pattern in C takes, by the"
                + " same figure.");
        if (report.results().rows().stream().anyMatch(Row::clientSaturated)) {
            say("!: the client used a whole core, so it may be what limits that row.");
        }
        out.println();
    }

    private void say(String text) {
        Words.wrapped(text, width).forEach(out::println);
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
        problems.forEach(
                (problem, rows) -> warn((rows.size() == 1 ? rows.get(0) : rows.size() + " rows") + ": " + problem));
        report.warnings().forEach(warning -> warn("warning: " + warning));
        out.println();
    }

    private void warn(String text) {
        Words.wrapped(text, width).forEach(line -> out.println(terminal.yellow(line)));
    }

    /** Every comparison in words: those of the question first. */
    private void printAnswers() {
        List<Answer> answers = report.results().answers();
        List<Answer> others = new ArrayList<>(answers);
        others.removeIf(answer -> answer.toTheQuestion().isPresent());
        out.println(terminal.bold("Load by load"));
        answers.stream().filter(answer -> answer.toTheQuestion().isPresent()).forEach(this::printAnswer);
        if (!others.isEmpty()) {
            out.println("Other comparisons:");
            others.forEach(this::printAnswer);
        }
        out.println();
    }

    private void printAnswer(Answer answer) {
        for (String words : Words.wrapped("  " + answer.words(), width)) {
            out.println(answer.verdict() instanceof Verdict.Shown ? terminal.green(words) : words);
        }
    }
}
