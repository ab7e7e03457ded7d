package io.samehost.server.cli;

import io.samehost.server.FloodCounter;
import io.samehost.server.files.FilesService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ipc-server rpc}. */
@Command(
        name = "rpc",
        mixinStandardHelpOptions = true,
        versionProvider = ServerCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-server rpc -l unix:./rpc.sock%n"
                + "  ipc-server rpc -l unix:./rpc.sock -l tcp:0 --engine loop%n"
                + "  then: ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n"
                + "  ipc-server rpc -l unix:./rpc.sock --files ./pub%n"
                + "  then: ipc-client get unix:./rpc.sock report.pdf%n"
                + "  ipc-server rpc -l udp:3490 -l unixgram:./rpc.gram%n"
                + "  then: ipc-client flood udp:3490 --count 100000%n%n",
        header = "Serves calls over ttrpc: echo, files, who the server is and how it does.",
        description = {"", "What it answers: ipc-client list ADDRESS."})
final class RpcCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Option(names = "--files", paramLabel = "DIR", description = "Serve the files in DIR too, for ipc-client get.")
    private Optional<Path> files = Optional.empty();

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
        Optional<FilesService> service =
                files.isPresent() ? Optional.of(new FilesService(files.get())) : Optional.empty();
        return new Serving(options, spec).run(builder -> {
            FloodCounter.addTo(builder);
            service.ifPresent(some -> some.addTo(builder));
        });
    }
}
