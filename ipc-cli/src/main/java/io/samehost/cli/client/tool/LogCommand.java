package io.samehost.cli.client.tool;

import io.samehost.address.ConnectFailedException;
import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.daemon.DaemonLog;
import io.samehost.daemon.ToolDirectory;
import io.samehost.daemon.ToolPlaces;
import io.samehost.text.HarmlessText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client log}. */
@Command(
        name = "log",
        headerHeading = "Examples:%n  ipc-client log notes%n  ipc-client log notes -n 100%n%n",
        header = "Prints the end of what the daemons of one of your tools have printed.",
        description = {"", "If there is no such tool, the exit status is 3."})
public final class LogCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", paramLabel = "NAME", description = StatusCommand.NAME)
    private String name = "";

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines (default: 20).")
    private int lines = 20;

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
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "not a number of lines: -n " + lines + ", use 0 or more");
        }
        ToolDirectory directory = ToolPlaces.ofThisUser().find(name).orElseThrow(this::absent);
        PrintWriter out = spec.commandLine().getOut();
        new DaemonLog(directory.log())
                .tail(lines, 0).stream().map(HarmlessText::of).forEach(out::println);
        out.flush();
        return ExitCode.DONE;
    }

    private ConnectFailedException absent() {
        return new ConnectFailedException(
                ConnectFailedException.Reason.MISSING, "no tool has left anything under that name: tool=" + name);
    }
}
