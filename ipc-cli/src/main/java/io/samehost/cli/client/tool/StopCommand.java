package io.samehost.cli.client.tool;

import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.client.daemon.Tool;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipc-client stop}. */
@Command(
        name = "stop",
        headerHeading = "Examples:%n  ipc-client stop notes%n  ipc-client stop notes --timeout 1m%n%n",
        header = "Stops the daemon of one of your tools, and waits until it is gone.",
        description = {"", "Calls that have begun are let end. Without a daemon there is nothing to do."})
public final class StopCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", paramLabel = "NAME", description = StatusCommand.NAME)
    private String name = "";

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long it may take (default: 10s).")
    private Duration timeout = Duration.ofSeconds(10);

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Override
    public TalkOptions talk() {
        return talk;
    }

    @Override
    public Integer call() throws Exception {
        boolean ran = Tool.of(name, "").stop(timeout);
        if (!ran) {
            System.err.println("ipc-client: daemon did not run: tool=" + name);
        }
        return ExitCode.DONE;
    }
}
