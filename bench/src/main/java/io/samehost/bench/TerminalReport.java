package io.samehost.bench;

import io.samehost.bench.Results.Answer;
import io.samehost.bench.Results.Row;
import io.samehost.bench.Statistics.Interval;
import io.samehost.bench.Verdict.Withheld.Why;
import io.samehost.command.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report for people: a table for each load, what to beware of, and the answer in words at the very end. */
final class TerminalReport {
    static final List<String> HEADER = List.of(
            "layer",
            "engine",
            "wait",
            "transport",
            "speed",
            "over runs",
            "p50 us",
            "p90",
            "p99",
            "p99.9",
            "max",
            "msg/s",
            "MB/s",
            "cpu us/msg",
            "switches/msg",
            "r/w calls/msg",
            "x floor",
            "runs",
            "messages",
            "errors",
            "lost");

    /** The bar among them, as the last. */
    static final int NAME_COLUMNS = 5;

    /** Of the bar of the fastest row. ASCII, so that every terminal and every file has it. */
    private static final int LONGEST_BAR = 12;

    private final Report report;
    private final Terminal terminal;
    private final PrintWriter out;

    TerminalReport(Report report, Terminal terminal, PrintWriter out) {
        this.report = report;
        this.terminal = terminal;
        this.out = out;
    }

    void print() {
        printFigures();
        printAnswers();
    }

    /** All but the answers. */
    void printFigures() {
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
        out.println(terminal.faint("again: " + report.results().plan().command()));
        out.println();
    }

    private void printTable(String load, List<Row> rows) {
        double fastest = rows.stream().mapToDouble(TerminalReport::speed).max().orElse(0);
        Table table = new Table(NAME_COLUMNS, HEADER);
        rows.forEach(row -> table.add(cells(row, fastest)));
        out.println(terminal.bold(load));
        List<String> lines = table.lines();
        out.println(terminal.faint(lines.get(0)));
        lines.subList(1, lines.size()).forEach(out::println);
        out.println();
    }

    /** What verdicts compare, 0 for a row without figures. */
    static double speed(Row row) {
        return row.runs().isEmpty()
                ? 0
                : row.median(run -> run.speed(row.scenario().pattern()));
    }

    private static String bar(double share) {
        return "#".repeat(Math.max(1, (int) Math.round(share * LONGEST_BAR)));
    }

    /** A cell for each of the header, or fewer with the reason in the last. */
    static List<String> cells(Row row, double fastest) {
        Scenario scenario = row.scenario();
        String layer = scenario.layer().label();
        String engine = scenario.engine().isFloor() ? "" : scenario.engine().label();
        String wait = scenario.waiting().label();
        String transport = scenario.transport().label();
        if (row.runs().isEmpty()) {
            return List.of(layer, engine, wait, transport, "- " + row.problems().get(0));
        }
        double perSecond = row.median(Measurement::messagesPerSecond);
        return List.of(
                layer,
                engine,
                wait,
                transport,
                bar(speed(row) / fastest),
                interval(row),
                micros(row.median(run -> run.percentileNanos(50))),
                micros(row.median(run -> run.percentileNanos(90))),
                micros(row.median(run -> run.percentileNanos(99))),
                micros(row.median(run -> run.percentileNanos(99.9))),
                micros((double) row.maxNanos()),
                String.format(Locale.ROOT, "%,.0f", perSecond),
                String.format(Locale.ROOT, "%,.1f", perSecond * scenario.size().bytes() / 1e6),
                cpu(row),
                switches(row),
                readWriteCalls(row),
                row.ratioToFloor().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", row.ratioToFloor().getAsDouble())
                        : "",
                Integer.toString(row.runs().size()),
                String.format(Locale.ROOT, "%,d", row.messages()),
                Long.toString(row.errors()),
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

    private void printLegend() {
        out.println(
                "Latency is service time of a closed loop; of rate and max-rate, it counts from the planned send time.");
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
        for (String advice : advice()) {
            out.println(terminal.yellow(advice));
        }
    }

    private void printAnswer(Answer answer) {
        String words = "  " + answer.words();
        out.println(answer.verdict() instanceof Verdict.Shown ? terminal.green(words) : words);
    }

    /** What to do about verdicts that were withheld; empty if none was. */
    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        Plan plan = report.results().plan();
        if (isWithheld(Why.TOO_FEW)) {
            advice.add("A verdict needs " + Verdict.FEWEST_ROUNDS + " rounds: "
                    + plan.withRuns(Math.max(plan.runs(), Verdict.FEWEST_ROUNDS))
                            .command());
        }
        if (isWithheld(Why.BUSY)) {
            advice.add("Repeat while nothing else runs: " + plan.command());
        }
        return advice;
    }

    private boolean isWithheld(Why why) {
        return report.results().answers().stream()
                .anyMatch(answer -> answer.verdict() instanceof Verdict.Withheld withheld && withheld.why() == why);
    }
}
