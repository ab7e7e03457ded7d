package io.samehost.cli.server;

import io.samehost.cli.TalkOptions;
import io.samehost.server.raw.ExecLimits;
import io.samehost.server.raw.ExecService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-server exec}. */
@Command(
        name = "exec",
        headerHeading = "Examples:%n"
                + "  ipc-server exec -l unix:./date.sock -- date%n"
                + "  ipc-server exec -l tcp:3490 -- tr a-z A-Z%n"
                + "  then: nc -U ./date.sock, echo hi | nc -N localhost 3490, ipc-client raw unix:./date.sock%n"
                + "  ipc-server exec -l unix:./who.sock -- sh -c 'echo you are $IPC_PEER_USER'%n%n",
        header = "Runs a command for each connection, with the connection as its stdin and stdout.",
        description = {
            "",
            "Its stderr is the server's. There is no shell between, unless COMMAND is one.",
            "IPC_ADDRESS is in its environment. So are, where the kernel tells them, IPC_PEER_USER (a name),"
                    + " IPC_PEER_UID",
            "(the number, which decides) and IPC_PEER_PID.",
            "The output ends when nobody can write to it any more, processes in the background included.",
            "When the peer goes first, all of them get SIGTERM, and five seconds later SIGKILL."
        })
final class ExecCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(
            arity = "1..*",
            paramLabel = "-- COMMAND ARG",
            hideParamSyntax = true,
            description = "What to run; looked for in PATH unless it has a slash.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = "--max-children",
            paramLabel = "N",
            description = "Children that may run at a time; further connections wait (default: 64).")
    private Optional<Integer> maxChildren = Optional.empty();

    @Option(
            names = "--output-grace",
            paramLabel = "TIME",
            description = {
                "Time that processes in the background may go on writing after COMMAND has ended (default: 5s).",
                "Then they are ended."
            })
    private Optional<Duration> outputGrace = Optional.empty();

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (ExecService service = new ExecService(command, limits()).changeEnvironment(UserLocale::restore)) {
            if (options.serves(ServeOptions.STDERR)) {
                service.discardStderr();
            }
            return new Serving(options, spec).run(builder -> builder.raw(service));
        }
    }

    private ExecLimits limits() {
        ExecLimits limits = ExecLimits.DEFAULT;
        limits = maxChildren.map(limits::withMaxChildren).orElse(limits);
        return outputGrace.map(limits::withOutputGrace).orElse(limits);
    }
}
