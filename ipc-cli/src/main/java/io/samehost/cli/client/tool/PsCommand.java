package io.samehost.cli.client.tool;

import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.client.daemon.DaemonStatus;
import io.samehost.client.daemon.Tool;
import io.samehost.daemon.ToolPlaces;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-client ps}. */
@Command(
        name = "ps",
        headerHeading = "Examples:%n  ipc-client ps%n  ipc-client ps --json | jq -r .pid%n%n",
        header = "Lists the daemons of your tools that run: name, pid, version, calls at work.")
public final class PsCommand implements Callable<Integer>, TalkOptions.Speaker {
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
        int exitCode = ExitCode.DONE;
        for (String name : ToolPlaces.ofThisUser().all().keySet()) {
            if (!isListed(name)) {
                exitCode = ExitCode.BUG;
            }
        }
        spec.commandLine().getOut().flush();
        return exitCode;
    }

    /** False if it cannot be known; the next one may. */
    private boolean isListed(String name) {
        try {
            Optional<DaemonStatus> status = Tool.of(name, "").status();
            status.ifPresent(daemon -> spec.commandLine()
                    .getOut()
                    .println(talk.json() ? StatusText.json(name, daemon) : StatusText.line(name, daemon)));
            return true;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "ipc-client: cannot tell whether a daemon runs: tool=" + name + " cause=" + e.getMessage());
            return false;
        }
    }
}
