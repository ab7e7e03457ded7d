package io.samehost.cli.server;

import io.samehost.cli.TalkOptions;
import io.samehost.server.ServerBuilder;
import io.samehost.server.files.FilesService;
import io.samehost.server.flood.FloodCounter;
import io.samehost.server.raw.ExecCalls;
import io.samehost.server.raw.ExecLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ipc-server rpc}. */
@Command(
        name = "rpc",
        headerHeading = "Examples:%n"
                + "  ipc-server rpc -l unix:./rpc.sock%n"
                + "  ipc-server rpc -l unix:./rpc.sock -l tcp:0 --engine loop%n"
                + "  then: ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n"
                + "  ipc-server rpc -l unix:./rpc.sock --files ./pub%n"
                + "  then: ipc-client get unix:./rpc.sock report.pdf%n"
                + "  ipc-server rpc -l unix:./text.sock --method 'demo.Text/Upper=tr a-z A-Z'%n"
                + "  then: ipc-client call unix:./text.sock demo.Text/Upper -d hi%n"
                + "  ipc-server rpc -l udp:3490 -l unixgram:./rpc.gram --allow-any-user%n"
                + "  then: ipc-client flood udp:3490 --server-user any --count 100000%n%n",
        header = "Serves calls over ttrpc: echo, files, commands, facts about the server and its health.",
        description = {
            "",
            "ipc-client list ADDRESS shows its methods.",
            "The exit status of a --method's COMMAND ends its call: 0 is OK, 65 to 80 is status 1 to 16 as ipc-client"
                    + " has it, 124 is DEADLINE_EXCEEDED, any other UNKNOWN.",
            "The caller gets the last line of its stderr then; all of it goes to the server's stderr.",
            "IPC_METHOD, and where the kernel tells them IPC_PEER_USER, IPC_PEER_UID and IPC_PEER_PID, are in its environment.",
            "When the caller goes or its deadline passes, COMMAND and its descendants get SIGTERM, and five seconds"
                    + " later SIGKILL."
        })
final class RpcCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Option(names = "--files", paramLabel = "DIR", description = "Serve the files in DIR too, for ipc-client get.")
    private Optional<Path> files = Optional.empty();

    @Option(
            names = "--method",
            paramLabel = "NAME=COMMAND",
            description = {
                "Run COMMAND for each call of NAME, which is SERVICE/METHOD: the request is its stdin, its stdout the"
                        + " answer.",
                "COMMAND is split at its spaces. There is no shell: what needs one goes into a script. Repeats."
            })
    private List<CommandMethod> methods = new ArrayList<>();

    @Option(
            names = "--max-children",
            paramLabel = "N",
            description = "Commands of --method that may run at a time; further calls wait (default: 64).")
    private Optional<Integer> maxChildren = Optional.empty();

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
        if (methods.isEmpty()) {
            return serve(builder -> {}); // spares a plain server what it does not need
        }
        ExecLimits limits = maxChildren.map(ExecLimits.DEFAULT::withMaxChildren).orElse(ExecLimits.DEFAULT);
        try (ExecCalls calls = new ExecCalls(limits)) {
            return serve(builder -> methods.forEach(method -> builder.handle(
                    method.service(), method.method(), calls.handler(method.command(), UserLocale::restore))));
        }
    }

    private int serve(Consumer<ServerBuilder> commands) throws IOException, InterruptedException {
        Optional<FilesService> service = files.map(RpcCommand::service);
        return new Serving(options, spec).run(builder -> {
            FloodCounter.addTo(builder);
            service.ifPresent(builder::add);
            commands.accept(builder);
        });
    }

    /** A directory that cannot be served is a mistake in the command line, such as any other. */
    private static FilesService service(Path directory) {
        try {
            return new FilesService(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException("--files: " + e.getMessage(), e);
        }
    }
}
