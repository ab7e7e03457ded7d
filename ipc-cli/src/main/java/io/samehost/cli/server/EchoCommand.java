package io.samehost.cli.server;

import io.samehost.cli.TalkOptions;
import io.samehost.server.raw.EchoService;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-server echo}. */
@Command(
        name = "echo",
        headerHeading = "Examples:%n"
                + "  ipc-server echo -l unix:./echo.sock -l tcp:0%n"
                + "  then: echo hi | nc -N -U ./echo.sock, echo hi | ipc-client raw unix:./echo.sock%n%n",
        header = "Sends bytes back as they come, until the client closes its sending side.")
final class EchoCommand implements Callable<Integer>, TalkOptions.Speaker {
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
        return new Serving(options, spec).run(builder -> builder.raw(new EchoService()));
    }
}
