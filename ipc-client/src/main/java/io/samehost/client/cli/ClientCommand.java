package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.command.Failure;
import io.samehost.command.Terminal;
import io.samehost.command.Units;
import io.samehost.command.Version;
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

/** The command {@code ipc-client} as picocli has it. */
@Command(
        name = "ipc-client",
        subcommands = {
            RawCommand.class,
            CallCommand.class,
            PingCommand.class,
            ListCommand.class,
            GetCommand.class,
            ChatCommand.class,
            FloodCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.VersionLines.class,
        headerHeading = "Examples:%n"
                + "  ipc-client raw tcp:3490                                     bytes there and back, like nc%n"
                + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi    one call%n"
                + "  ipc-client ping unix:./rpc.sock -c 10                       how fast is it?%n"
                + "  ipc-client get unix:./rpc.sock report.pdf                   a file of ipc-server rpc --files%n"
                + "  ipc-client chat unix:./chat.sock                            talk to whoever is there%n"
                + "  ipc-client flood udp:3490 --count 100000                    how many datagrams arrive?%n%n",
        header = "Talks to servers on this machine, over AF_UNIX, TCP and UDP loopback.",
        description = {"", "Without ADDRESS the one in IPC_ADDRESS is used."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:a bug of ours",
            "2:usage",
            "3:could not connect",
            "4:wrong user or no permission",
            "5:the server broke the protocol",
            "64+N:the call ended with status N: 69 not found, 78 unavailable or connection lost",
            "130, 143:ended by a signal",
        })
final class ClientCommand implements Callable<Integer> {
    private static final int HELP_COLUMNS = 100;
    private static final String SYNOPSIS = "%nUsage: ";

    @Spec
    private CommandSpec spec;

    ClientCommand() {}

    static int run(String[] arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ClientCommand());
        converter(commandLine, Address.class, Address::parse);
        converter(commandLine, Duration.class, Units::duration);
        converter(commandLine, Terminal.Color.class, Terminal.Color::parse);
        commandLine.setExpandAtFiles(false);
        commandLine.setUsageHelpWidth(HELP_COLUMNS);
        commandLine.getCommandSpec().usageMessage().synopsisHeading(SYNOPSIS);
        commandLine
                .getSubcommands()
                .values()
                .forEach(each -> each.getCommandSpec().usageMessage().synopsisHeading(SYNOPSIS));
        commandLine.setExecutionExceptionHandler(ClientCommand::failed);
        commandLine.setParameterExceptionHandler(ClientCommand::misused);
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
                spec.commandLine(), "what to do is missing, say raw, call, ping, list, get, chat or flood");
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        String help = commandLine.getCommandSpec().qualifiedName() + " -h";
        commandLine.getErr().println("ipc-client: " + e.getMessage() + suggestion(e) + "; see " + help);
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
        Failure failure = ClientFailure.of(e);
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
            return Version.lines("ipc-client");
        }
    }
}
