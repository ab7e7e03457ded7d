package io.samehost.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command's server with a method that takes its time. */
@Command(name = "slow")
public final class SlowServer implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Spec
    private CommandSpec spec;

    SlowServer() {}

    /** Runs the server at the address in {@code IPC_ADDRESS}. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new SlowServer()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Serving(options, spec)
                .run(builder -> builder.handle("test.Slow", "Millis", request -> {
                    System.out.println("begun");
                    TimeUnit.MILLISECONDS.sleep(
                            Long.parseLong(new String(request.payload(), StandardCharsets.US_ASCII)));
                    return request.payload();
                }));
    }
}
