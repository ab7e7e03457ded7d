package io.samehost.cli.server;

import io.samehost.cli.TalkOptions;
import io.samehost.server.raw.HelloService;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-server hello}. */
@Command(
        name = "hello",
        headerHeading = "Examples:%n"
                + "  ipc-server hello -l unix:./hello.sock%n"
                + "  ipc-server hello -l tcp:3490 -l tcp:[::1]:3490%n"
                + "  then: nc -U ./hello.sock, nc localhost 3490, ipc-client raw tcp:3490%n%n",
        header = "The classic first server: says \"Hello, world!\" to everybody and closes.")
final class HelloCommand implements Callable<Integer>, TalkOptions.Speaker {
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
        return new Serving(options, spec).run(builder -> builder.raw(new HelloService()));
    }
}
