package io.samehost.bench.cli;

import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.soak.Soak;
import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  bench soak                                        twenty minutes, ten for each engine%n"
                + "  bench soak --engines loop --periods 60            an hour%n%n",
        header = "Full load for a long time: whether it becomes slower, and whether memory or open files grow.",
        description = {
            "",
            "One server and one client process with one connection, for each engine. After each period both collect their"
                    + " garbage, and a line says what is left. The first period is the warm-up; the last one is held against the"
                    + " second.",
        },
        exitCodeList = {"0:every limit was kept", "1:a run failed", "2:usage", "6:a limit was not kept"})
final class SoakCommand implements Callable<Integer> {
    private static final String KIND = "soak";
    private static final String QUESTION = "Does it become slower, or grow, under full load?";
    private static final String READING =
            "Calls a second are the median over the periods after the first; all else is what the last period has, held against"
                    + " the second. Intervals go from the lowest of those periods to the highest.";

    @Option(
            names = "--transports",
            split = ",",
            paramLabel = "NAME",
            description = "unix, unix-junixsocket, unix-abstract, tcp, tcp6 (default: unix).")
    private List<MeasuredTransport> transports = List.of(MeasuredTransport.UNIX);

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            description = "threads, loop (default: threads,loop).")
    private List<ServerKind> engines = List.of(ServerKind.THREADS, ServerKind.LOOP);

    @Option(names = "--periods", paramLabel = "N", description = "Lines for each, 3 or more (default: 10).")
    private int periods = 10;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            description = "The time of a period (default: 60).")
    private double seconds = 60;

    @Mixin
    private FigureOptions options = new FigureOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (periods < Soak.FEWEST_PERIODS
                || !(seconds > 0)
                || !transports.stream().allMatch(MeasuredTransport::isPlainStream)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "cannot measure: --periods=" + periods + " --seconds=" + seconds + " --transports=" + transports
                            + ", say 3 periods or more, and unix, unix-junixsocket, unix-abstract, tcp or tcp6");
        }
        options.prepare(KIND, spec.commandLine());
        Pinning pinning = options.pinning(spec.commandLine());
        List<Soak> soaks = soaks(pinning);
        PrintWriter out = spec.commandLine().getOut();
        Consumer<String> lines = line -> {
            out.println(line);
            out.flush();
        };
        try (WorkDirectory work = WorkDirectory.create()) {
            for (Soak soak : soaks) {
                soak.run(periods, work.path(), lines);
                lines.accept("");
            }
        }
        FigureReport report = new FigureReport(
                command(pinning),
                Environment.current(),
                pinning.placement(),
                READING,
                soaks.stream().flatMap(soak -> soak.figures().stream()).toList(),
                soaks.stream().flatMap(soak -> soak.notes().stream()).toList());
        options.report(KIND, QUESTION, report, spec.commandLine());
        lines.accept(report.holds() ? "steady: every limit was kept" : "not steady: a limit was not kept");
        return report.holds() ? ExitCode.DONE : ExitCode.THRESHOLD;
    }

    private List<Soak> soaks(Pinning pinning) {
        List<Soak> soaks = new ArrayList<>();
        for (MeasuredTransport transport : transports) {
            for (ServerKind engine : engines) {
                soaks.add(new Soak(pinning, transport, engine, Duration.ofNanos((long) (seconds * 1e9))));
            }
        }
        return soaks;
    }

    private String command(Pinning pinning) {
        return Installation.commandText() + " soak --transports "
                + String.join(
                        ",", transports.stream().map(MeasuredTransport::label).toList()) + " --engines "
                + String.join(",", engines.stream().map(ServerKind::label).toList()) + " --periods " + periods
                + " --seconds " + seconds + options.repeat(pinning.placement());
    }
}
