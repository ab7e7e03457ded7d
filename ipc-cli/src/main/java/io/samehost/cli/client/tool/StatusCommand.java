package io.samehost.cli.client.tool;

import io.samehost.address.ConnectFailedException;
import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.client.daemon.DaemonStatus;
import io.samehost.client.daemon.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client status}. */
@Command(
        name = "status",
        headerHeading = "Examples:%n  ipc-client status notes%n  ipc-client status notes --json | jq .calls%n%n",
        header = "Says how the daemon of one of your tools is: a line for each name and value.",
        description = {"", "Memory is in bytes, of the heap. Without a daemon the exit status is 3."})
public final class StatusCommand implements Callable<Integer>, TalkOptions.Speaker {
    static final String NAME = "The name of the tool.";

    @Parameters(index = "0", paramLabel = "NAME", description = NAME)
    private String name = "";

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public TalkOptions talk() {
        return talk;
    }

    @Override
    public Integer call() throws IOException {
        DaemonStatus daemon = Tool.of(name, "").status().orElseThrow(() -> absent(name));
        PrintWriter out = spec.commandLine().getOut();
        out.println(talk.json() ? StatusText.json(name, daemon) : StatusText.lines(daemon));
        out.flush();
        return ExitCode.DONE;
    }

    static ConnectFailedException absent(String name) {
        return new ConnectFailedException(
                ConnectFailedException.Reason.MISSING, "daemon does not run: tool=" + name + ", its command starts it");
    }
}
