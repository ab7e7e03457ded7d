package io.samehost.bench.cli;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Interruption;
import io.samehost.bench.process.Placement;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Threshold;
import io.samehost.bench.run.BenchRun;
import io.samehost.bench.run.Progress;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.cli.Output;
import io.samehost.cli.Picocli;
import io.samehost.cli.Terminal;
import io.samehost.cli.VersionLines;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command. Without a subcommand it gives the whole answer. */
@Command(
        name = "bench",
        subcommands = {
            Bench.Run.class,
            Compare.class,
            ReportCommand.class,
            VerifyFloor.class,
            PeerCommand.class,
            FootprintCommand.class,
            SharingCommand.class,
            NamespacesCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class,
        sortOptions = false,
        headerHeading =
                "Examples:%n  bench                                          the whole answer%n  bench --quick        "
                        + "                          in under two minutes%n  bench run --transports unix,tcp --sizes 64,1k"
                        + "  chosen rows%n  bench peers                                    beside gRPC, netty, ttrpc,"
                        + " libzmq, nng%n  bench --quick --report before                  in a directory of its own%n "
                        + " bench --quick --save-baseline before           to compare with later%n  bench compare before"
                        + " bench/target/report/latest/report.json%n  bench report before/report.json                the page of"
                        + " a saved run anew%n  bench verify-floor                             the C floor against"
                        + " sockperf%n  bench footprint                                start-up and memory%n  bench"
                        + " sharing                                  many threads, and slow calls, on one connection%n%n",
        header = "AF_UNIX or TCP loopback, on this machine?",
        description = {"", "Each run is a fresh server and a fresh client process."},
        exitCodeList = {
            "0:measured",
            "1:a run failed",
            "2:usage",
            "3:nothing could be measured",
            "6:a condition of --fail-if held",
            "130, 143:stopped by a signal; what was measured until then is reported",
        })
public final class Bench implements Callable<Integer> {
    private static final int HELP_COLUMNS = 100;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(Picocli.run(commandLine().setOut(Output.lines()), args));
    }

    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        names(commandLine, MeasuredTransport.class, MeasuredTransport.choosable(), MeasuredTransport::label);
        names(commandLine, Pattern.class, Arrays.asList(Pattern.values()), Pattern::label);
        names(
                commandLine,
                Layer.class,
                List.of(Layer.RAW, Layer.RPC, Layer.RPC_DEFAULT, Layer.RPC_TYPED, Layer.RPC_BUFFERS),
                Layer::label);
        names(commandLine, ServerKind.class, List.of(ServerKind.THREADS, ServerKind.LOOP), ServerKind::label);
        names(commandLine, Placement.class, Arrays.asList(Placement.values()), Placement::label);
        commandLine.registerConverter(ByteSize.class, text -> converted(text, ByteSize::parse));
        commandLine.registerConverter(BufferSize.class, text -> converted(text, BufferSize::parse));
        commandLine.registerConverter(Latency.class, text -> converted(text, Latency::parse));
        commandLine.registerConverter(Threshold.class, text -> converted(text, Threshold::parse));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        arrangeHelp(commandLine);
        commandLine.setExecutionExceptionHandler(Bench::failed);
        commandLine.setParameterExceptionHandler(Bench::misused);
        return commandLine;
    }

    private static <T> void names(CommandLine commandLine, Class<T> type, List<T> values, Function<T, String> label) {
        commandLine.registerConverter(
                type,
                text -> values.stream()
                        .filter(value -> label.apply(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException("unknown name: name=" + text + ", use one of "
                                + values.stream().map(label).collect(Collectors.joining(", ")))));
    }

    private static <T> T converted(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static void arrangeHelp(CommandLine commandLine) {
        commandLine.setUsageHelpWidth(HELP_COLUMNS);
        CommandSpec bench = commandLine.getCommandSpec();
        CommandSpec run = commandLine.getSubcommands().get("run").getCommandSpec();
        run.usageMessage().exitCodeList(bench.usageMessage().exitCodeList());
        headings(bench);
        commandLine.getSubcommands().values().forEach(each -> headings(each.getCommandSpec()));
        Installation.command()
                .ifPresent(command -> rename(bench, command.getFileName().toString()));
    }

    /** Gives the program another name, also in its examples: on a search path it needs one that tells whose it is. */
    public static void rename(CommandSpec bench, String name) {
        bench.name(name);
        nameInExamples(bench, name);
        bench.subcommands().values().forEach(each -> nameInExamples(each.getCommandSpec(), name));
    }

    private static void nameInExamples(CommandSpec command, String name) {
        UsageMessageSpec usage = command.usageMessage();
        usage.headerHeading(usage.headerHeading().replace("  bench ", "  " + name + ' '));
    }

    private static void headings(CommandSpec command) {
        command.usageMessage().synopsisHeading("%nUsage: ").exitCodeListHeading("%nExit status:%n");
    }

    private static int misused(ParameterException e, String[] arguments) {
        e.getCommandLine()
                .getErr()
                .println(program(e.getCommandLine()) + ": " + e.getMessage() + "; see " + program(e.getCommandLine())
                        + " -h");
        return ExitCode.USAGE;
    }

    private static String program(CommandLine commandLine) {
        return commandLine.getCommandSpec().root().name();
    }

    /** A stack trace is for those who ask for it. */
    private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (e instanceof Output.LostException) {
            return Picocli.failed(e, commandLine, Failure.of(e));
        }
        CommandSpec mixin = commandLine.getCommandSpec().mixins().get("options");
        if (mixin != null && mixin.userObject() instanceof RunOptions run && run.verbose()) {
            e.printStackTrace(commandLine.getErr());
        } else {
            commandLine.getErr().println(program(commandLine) + ": " + e);
        }
        return ExitCode.BUG;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return measure(options, spec.commandLine());
    }

    private static int measure(RunOptions options, CommandLine commandLine) throws IOException, InterruptedException {
        Plan plan;
        try {
            plan = options.plan();
            checkSpin(plan);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
        BenchRun run = new BenchRun(plan, new Progress(commandLine.getErr(), Terminal.isTerminal(2), plan));
        Interruption interruption = Interruption.runs(run::stop);
        try {
            Report report = run.measure();
            new LeftReport(report, options, commandLine).show();
            List<String> failures = options.failIf().stream()
                    .flatMap(threshold -> threshold.failures(report.results()).stream())
                    .toList();
            failures.forEach(failure -> commandLine.getErr().println("failed: " + failure));
            return failures.isEmpty() ? status(report) : ExitCode.THRESHOLD;
        } finally {
            interruption.over();
        }
    }

    /** Two busy threads on one processor would measure the scheduler's time slices. */
    private static void checkSpin(Plan plan) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (plan.contenders().spin() && processors < 2) {
            throw new IllegalArgumentException("two processes cannot spin on one processor: processors=" + processors);
        }
    }

    /** The exit status of a command that measured. */
    static int status(Report report) {
        if (report.results().outcomes().stream().anyMatch(Outcome.Failed.class::isInstance)) {
            return ExitCode.BUG;
        }
        return report.results().measured().isEmpty() ? ExitCode.NO_CONNECTION : ExitCode.DONE;
    }

    /** The same with every choice open. */
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            headerHeading = "Examples:%n"
                    + "  bench run --transports unix,tcp --layers raw,rpc --engines threads,loop%n"
                    + "  bench run --sizes 64,1k,16k --in-flight 1,8,64 --runs 10 --pin two%n%n",
            header = "Measures chosen rows.")
    static final class Run implements Callable<Integer> {
        @Mixin
        private final RunOptions options = new RunOptions();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return measure(options, spec.commandLine());
        }
    }

    /** For -V. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return VersionLines.of("bench");
        }
    }
}
