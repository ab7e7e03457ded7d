package io.samehost.server.cli;

import io.samehost.address.Address;
import io.samehost.command.Failure;
import io.samehost.command.Terminal;
import io.samehost.command.Units;
import io.samehost.command.Version;
import io.samehost.server.EngineKind;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ipc-server} as picocli has it. */
@Command(
        name = "ipc-server",
        subcommands = {
            HelloCommand.class,
            EchoCommand.class,
            ChatCommand.class,
            ExecCommand.class,
            RpcCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = ServerCommand.VersionLines.class,
        headerHeading = "Examples:%n"
                + "  ipc-server hello -l unix:./hello.sock -l tcp:3490   the lecture's server, on two addresses%n"
                + "  ipc-server echo -l unix:./echo.sock                 then: nc -U ./echo.sock%n"
                + "  ipc-server chat -l unix:./chat.sock                 then, in several terminals: nc -U ./chat.sock%n"
                + "  ipc-server exec -l unix:./date.sock -- date         a process for each connection%n"
                + "  ipc-server rpc -l unix:./rpc.sock --engine loop     then: ipc-client ping unix:./rpc.sock%n%n",
        header = "Serves programs on this machine, over AF_UNIX, TCP and UDP loopback.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "1:a bug of ours",
            "2:usage",
            "3:could not bind",
            "4:no permission",
            "130, 143:after Ctrl-C and SIGTERM: both drain, a second Ctrl-C stops now",
        })
final class ServerCommand implements Callable<Integer> {
    private static final int HELP_COLUMNS = 100;
    private static final String SYNOPSIS = "%nUsage: ";

    @Spec
    private CommandSpec spec;

    ServerCommand() {}

    static int run(String[] arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ServerCommand());
        converter(commandLine, Address.class, Address::parse);
        converter(commandLine, Duration.class, Units::duration);
        converter(commandLine, EngineKind.class, ServeOptions::engine);
        converter(commandLine, Terminal.Color.class, Terminal.Color::parse);
        commandLine.setExpandAtFiles(false);
        commandLine.setUsageHelpWidth(HELP_COLUMNS);
        commandLine.getCommandSpec().usageMessage().synopsisHeading(SYNOPSIS);
        commandLine
                .getSubcommands()
                .values()
                .forEach(each -> each.getCommandSpec().usageMessage().synopsisHeading(SYNOPSIS));
        commandLine.setExecutionExceptionHandler(ServerCommand::failed);
        commandLine.setParameterExceptionHandler(ServerCommand::misused);
        return commandLine;
    }

    /** What our parsers say is for the user as it stands. */
    private static <T> void converter(CommandLine commandLine, Class<T> type, CommandLine.ITypeConverter<T> parser) {
        commandLine.registerConverter(type, text -> {
            try {
                return parser.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "what to serve is missing, say hello, echo, chat, exec or rpc");
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        String help = commandLine.getCommandSpec().qualifiedName() + " -h";
        commandLine.getErr().println("ipc-server: " + e.getMessage() + suggestion(e) + "; see " + help);
        return CommandLine.ExitCode.USAGE;
    }

    private static String suggestion(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
                : "";
    }

    private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
        TalkOptions talk = ((TalkOptions.Speaker) commandLine.getCommand()).talk();
        Failure failure = Failure.of(e);
        commandLine.getErr().println(talk.describe(failure));
        if (talk.verbose()) {
            e.printStackTrace(commandLine.getErr());
        }
        return failure.exitCode();
    }

    /** For -V. */
    static final class VersionLines implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return Version.lines("ipc-server");
        }
    }
}
