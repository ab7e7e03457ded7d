package io.samehost.bench.cli;

import io.samehost.bench.peer.PeerBuild;
import io.samehost.bench.peer.PeerMarkdown;
import io.samehost.bench.peer.PeerPlan;
import io.samehost.bench.peer.PeerRecipe;
import io.samehost.bench.peer.PeerReport;
import io.samehost.bench.peer.Peers;
import io.samehost.bench.plan.Choice;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Subject;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Interruption;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.TerminalWidth;
import io.samehost.bench.report.Opening;
import io.samehost.bench.report.PeerPage;
import io.samehost.bench.report.ReportFiles;
import io.samehost.bench.report.ReportPlace;
import io.samehost.bench.result.Report;
import io.samehost.bench.run.BenchRun;
import io.samehost.bench.run.Progress;
import io.samehost.bench.scenario.Layer;
import io.samehost.cli.SearchPath;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that measures what a user would pick instead. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  bench peers                                    all that are installed, about ten minutes%n"
                + "  bench peers --quick                            AF_UNIX only, about three minutes%n"
                + "  bench peers --only grpc-java,go-ttrpc --runs 9%n"
                + "  bench peers --warm-up 8                        JVMs warm enough for gRPC, twenty minutes%n%n",
        header = "This project's calls and the C floor beside gRPC-java, netty, ttrpc in Go and Rust, libzmq and nng.",
        description = {
            "",
            "64 B ping-pong, 64 B with 64 in flight, 64 KiB with 8 in flight. They are built first, from"
                    + " bench/optional/peers and installed packages; a peer without its packages is a row that says what"
                    + " to install. Leaves a page, peers.txt, peers.json and peers.md.",
        },
        exitCodeList = {
            "0:measured",
            "1:a run failed",
            "2:usage",
            "3:nothing could be measured",
            "130, 143:stopped by a signal; what was measured until then is reported",
        })
final class PeerCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "The short answer, in about three minutes: AF_UNIX only.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "grpc-java, netty, go-ttrpc, rust-ttrpc, libzmq, nng (default: all).")
    private List<String> only = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Fresh pairs of processes for each row; a verdict needs 5 (default: 5).")
    private Optional<Integer> runs = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "Discarded at the start of each run; no more than 0.3 of peers that are not on a JVM, and 0.1 of"
                            + " the C floor (default: 3.4; with --quick 1.1).")
    private Optional<Double> warmUp = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Measured in each run (default: 0.6; with --quick 0.3).")
    private Optional<Double> seconds = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Rounds that other programs disturb are measured again, for so long at most (default: 120).")
    private double patience = Choice.PEERS.patienceSeconds();

    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description = "none, same (both processes on one processor), two (one each)"
                    + " (default: two, if there are two).")
    private Optional<Placement> placement = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIRECTORY",
            description = "Where the files are left; none of an earlier run may be there (default: a new directory in"
                    + " bench/target/report/peers, to which the link latest there then points).")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always, never (default: auto).")
    private Terminal.Color color = Terminal.Color.AUTO;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = spec.commandLine();
        if (Installation.command().isPresent()) {
            throw new ParameterException(
                    commandLine, "peers are built from their sources: use scripts/bench peers of a checkout");
        }
        ReportPlace place = ReportPlace.of(directory, "peers", "peers.json");
        Plan plan;
        try {
            plan = plan();
            place.prepare();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
        Peers peers = build(plan, commandLine.getErr());
        BenchRun run = new BenchRun(
                plan,
                PeerPlan.comparisons(plan),
                peers,
                new Progress(commandLine.getErr(), Terminal.isTerminal(2), plan));
        Interruption interruption = Interruption.runs(run::stop);
        try {
            PeerReport report = new PeerReport(run.measure(), peers);
            show(report, place, commandLine);
            return Bench.status(report.report());
        } finally {
            interruption.over();
        }
    }

    private Plan plan() throws IOException {
        PeerPlan.Times times = PeerPlan.Times.of(quick);
        return PeerPlan.of(
                quick,
                PeerPlan.named(only),
                new PeerPlan.Times(
                        runs.orElse(times.runs()),
                        warmUp.orElse(times.warmUpSeconds()),
                        seconds.orElse(times.seconds()),
                        patience),
                Pinning.of(placement).placement());
    }

    private static Peers build(Plan plan, PrintWriter err) throws IOException, InterruptedException {
        Path bench = Environment.placeOfThisBuild().toAbsolutePath().getParent().getParent();
        List<PeerRecipe> wanted = PeerRecipe.all(bench).stream()
                .filter(recipe -> plan.contenders().subjects().contains(new Subject(Layer.PEER, recipe.peer())))
                .toList();
        return new PeerBuild(bench.resolve("target/peers"), SearchPath.ofThisProcess(), err).build(wanted);
    }

    private void show(PeerReport report, ReportPlace place, CommandLine commandLine)
            throws IOException, InterruptedException {
        Report measured = report.report();
        if (measured.interrupted() && measured.results().measured().isEmpty()) {
            commandLine.getErr().println("stopped before anything was measured: no report");
            return;
        }
        try {
            Path into = place.directory(measured.date());
            write(report, into);
            if (!measured.interrupted()) {
                place.link(into);
            }
            commandLine.getErr().println("report: " + into.resolve("index.html"));
        } finally {
            Terminal terminal = Terminal.of(color, System.getenv(), Terminal.isTerminal(1));
            report.print(terminal, TerminalWidth.columns(ReportFiles.COLUMNS), commandLine.getOut());
            commandLine.getOut().flush();
        }
    }

    private static void write(PeerReport report, Path into) throws IOException {
        report.writeJson(into.resolve("peers.json"));
        Files.writeString(into.resolve("peers.md"), new PeerMarkdown(report).text());
        List<Opening.Sentence> sentences = report.findings().entrySet().stream()
                .map(entry -> new Opening.Sentence(entry.getKey(), entry.getValue()))
                .toList();
        Opening opening = new Opening(PeerReport.QUESTION, report.forest(), sentences, report.doubts());
        new PeerPage(report.toJson(), opening, report.driven()).write(into.resolve("index.html"));
        try (PrintWriter text =
                new PrintWriter(Files.newBufferedWriter(into.resolve("peers.txt"), StandardCharsets.UTF_8))) {
            report.print(new Terminal(false), ReportFiles.COLUMNS, text);
        }
    }
}
