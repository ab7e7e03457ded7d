package io.samehost.cli.client.tool;

import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.daemon.ToolDirectory;
import io.samehost.daemon.ToolPlaces;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-client prune}. */
@Command(
        name = "prune",
        headerHeading = "Examples:%n  ipc-client prune%n%n",
        header = "Removes the files of those of your tools whose daemons do not run, their logs too.",
        description = {"", "Says which."})
public final class PruneCommand implements Callable<Integer>, TalkOptions.Speaker {
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
        for (Map.Entry<String, List<ToolDirectory>> tool :
                ToolPlaces.ofThisUser().all().entrySet()) {
            for (ToolDirectory directory : tool.getValue()) {
                if (!isPruned(tool.getKey(), directory)) {
                    exitCode = ExitCode.BUG;
                }
            }
        }
        spec.commandLine().getOut().flush();
        return exitCode;
    }

    /** False if it should be and cannot; the next one may. */
    private boolean isPruned(String tool, ToolDirectory directory) {
        try {
            if (directory.removeUnlessUsed()) {
                spec.commandLine().getOut().println(tool);
            }
            return true;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("ipc-client: cannot prune: tool=" + tool + " directory=" + directory.path() + " cause="
                            + e.getMessage());
            return false;
        }
    }
}
