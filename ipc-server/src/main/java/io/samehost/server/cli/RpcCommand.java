package io.samehost.server.cli;

import io.samehost.server.ServerBuilder;
import io.samehost.server.ServerRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-server rpc}. */
@Command(
        name = "rpc",
        mixinStandardHelpOptions = true,
        versionProvider = IpcServer.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-server rpc -l unix:./rpc.sock%n"
                + "  ipc-server rpc -l unix:./rpc.sock -l tcp:0 --engine loop%n"
                + "  then: ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n%n",
        header = "Serves calls over ttrpc: samehost.Echo/Echo answers with what it was sent.")
final class RpcCommand implements Callable<Integer>, TalkOptions.Speaker {
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
        return new Serving(options, spec).run(RpcCommand::addBuiltInServices);
    }

    private static void addBuiltInServices(ServerBuilder builder) {
        builder.handleInline("samehost.Echo", "Echo", ServerRequest::payload);
    }
}
