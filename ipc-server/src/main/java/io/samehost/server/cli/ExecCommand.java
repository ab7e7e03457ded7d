package io.samehost.server.cli;

import io.samehost.server.raw.ExecService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        mixinStandardHelpOptions = true,
        versionProvider = ServerCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-server exec -l unix:./date.sock -- date%n"
                + "  ipc-server exec -l tcp:3490 -- tr a-z A-Z%n"
                + "  then: nc -U ./date.sock, echo hi | nc -N localhost 3490, ipc-client raw unix:./date.sock%n"
                + "  ipc-server exec -l unix:./who.sock -- sh -c 'echo you are $IPC_PEER_USER'%n%n",
        header = "Runs a command for each connection, with the connection as its stdin and stdout.",
        description = {
            "",
            "Its stderr is the server's. There is no shell between, unless COMMAND is one.",
            "IPC_ADDRESS, and where the kernel tells them IPC_PEER_USER and IPC_PEER_PID, are in its environment.",
            "When the peer goes first, it gets SIGTERM, and five seconds later SIGKILL."
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
            description =
                    "How many may run at a time, further connections wait; " + ExecService.DEFAULT_MAX_CHILDREN + ".")
    private int maxChildren = ExecService.DEFAULT_MAX_CHILDREN;

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
        try (ExecService service = new ExecService(command, maxChildren, ExecService.DEFAULT_KILL_GRACE)) {
            return new Serving(options, spec).run(builder -> builder.raw(service));
        }
    }
}
