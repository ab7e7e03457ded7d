package io.samehost.cli;

import io.samehost.address.Address;
import io.samehost.text.HarmlessText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Sets picocli up, alike for each program: how it reads values, and how it ends when something is wrong. */
public final class Picocli {
    private static final int HELP_COLUMNS = 100;

    private Picocli() {}

    /**
     * Makes a command line of an annotated program, whose subcommands are {@link TalkOptions.Speaker}s.
     *
     * @param failures what a failure of a subcommand means
     */
    public static CommandLine commandLine(Object program, Function<Throwable, Failure> failures) {
        CommandLine commandLine = new CommandLine(program);
        tellVersion(commandLine, new VersionLines(commandLine.getCommandName()));
        converter(commandLine, Address.class, Address::parse);
        converter(commandLine, Duration.class, Units::duration);
        converter(commandLine, Terminal.Color.class, Terminal.Color::parse);
        commandLine.setOut(Output.text());
        commandLine.setExpandAtFiles(false);
        commandLine.setUsageHelpWidth(HELP_COLUMNS);
        commandLine.setParameterExceptionHandler((e, arguments) -> misused(e));
        commandLine.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed, failures.apply(e)));
        return commandLine;
    }

    /** Not by annotations: picocli asks those of mixins at each start, and the answer loads junixsocket's native library. */
    private static void tellVersion(CommandLine commandLine, VersionLines version) {
        commandLine.getCommandSpec().versionProvider(version);
        commandLine.getSubcommands().values().forEach(subcommand -> tellVersion(subcommand, version));
    }

    /**
     * Runs a program, unless its arguments did not arrive as they were typed.
     *
     * @return the exit code
     */
    public static int execute(CommandLine program, String[] arguments) {
        if (Arguments.areReadable(arguments)) {
            return run(program, arguments);
        }
        String what = Arguments.encoding().equals("UTF-8")
                ? "an argument has bytes that are no UTF-8, which would be changed: use a name in UTF-8, or a file or stdin"
                        + " for data"
                : "an argument has characters that this locale does not know: encoding=" + Arguments.encoding()
                        + ", set LC_ALL=C.UTF-8 or another locale of UTF-8";
        program.getErr().println(program(program) + ": " + what);
        return ExitCode.USAGE;
    }

    /**
     * Runs a program with arguments that are readable.
     *
     * @return the exit code
     */
    public static int run(CommandLine program, String... arguments) {
        program.setExecutionStrategy(Picocli::runLast);
        return program.execute(arguments);
    }

    /** Picocli itself writes help, and would print where that could not be written. */
    private static int runLast(ParseResult parsed) {
        try {
            int exitCode = new CommandLine.RunLast().execute(parsed);
            parsed.commandSpec().commandLine().getOut().flush();
            return exitCode;
        } catch (Output.LostException e) {
            return failed(e, parsed.commandSpec().commandLine(), Failure.of(e));
        } catch (OutOfMemoryError | StackOverflowError e) { // picocli leaves errors to the JVM, which prints where
            return failed(e, parsed.subcommand().commandSpec().commandLine(), Failure.of(e));
        }
    }

    /** Adds a parser of option values. The text of its {@link IllegalArgumentException} reaches the user as it stands. */
    public static <T> void converter(CommandLine commandLine, Class<T> type, ITypeConverter<T> parser) {
        commandLine.registerConverter(type, text -> {
            try {
                return parser.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static int misused(ParameterException e) {
        CommandLine commandLine = e.getCommandLine();
        String help = commandLine.getCommandSpec().qualifiedName() + " -h";
        String what = e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : e.getMessage();
        commandLine.getErr().println(program(commandLine) + ": " + HarmlessText.of(what) + "; see " + help);
        return ExitCode.USAGE;
    }

    /** What there is no place for: an option, a subcommand, or an argument too many. */
    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        CommandLine commandLine = e.getCommandLine();
        if (e.isUnknownOption()) {
            return e.getMessage() + suggestion(e.getSuggestions());
        }
        if (commandLine.getSubcommands().isEmpty()) {
            return "argument too many: argument=" + first;
        }
        Optional<String> meant = Nearest.to(first, commandLine.getSubcommands().keySet());
        return "no such subcommand: subcommand=" + first
                + (meant.isPresent()
                        ? suggestion(List.of(meant.get()))
                        : ", use " + ProgramCommand.subcommands(commandLine.getCommandSpec()));
    }

    private static String suggestion(List<String> names) {
        return names.isEmpty() ? "" : ", did you mean " + String.join(" or ", names) + "?";
    }

    /**
     * Says what has ended a command, if there is somebody to tell.
     *
     * @return the exit code
     */
    public static int failed(Throwable e, CommandLine commandLine, Failure failure) {
        TalkOptions talk = commandLine.getCommand() instanceof TalkOptions.Speaker speaker
                ? speaker.talk()
                : TalkOptions.of(false);
        if (!failure.isSilent()) {
            commandLine.getErr().println(talk.describe(program(commandLine), failure));
            if (talk.verbose()) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                trace.toString().lines().map(HarmlessText::of).forEach(commandLine.getErr()::println);
            }
        }
        return failure.exitCode();
    }

    private static String program(CommandLine commandLine) {
        return commandLine.getCommandSpec().root().name();
    }
}
