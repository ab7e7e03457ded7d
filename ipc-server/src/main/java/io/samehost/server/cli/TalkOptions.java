package io.samehost.server.cli;

import io.samehost.command.Failure;
import io.samehost.command.Terminal;
import picocli.CommandLine.Option;

/** How the command talks. */
final class TalkOptions {
    private static final int STDERR = 2;

    /** A command that has these options. */
    interface Speaker {
        TalkOptions talk();
    }

    @Option(names = "--json", description = "A JSON object on each line, for programs.")
    private boolean json;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never.")
    private Terminal.Color color = Terminal.Color.AUTO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log connections, and show where an error comes from.")
    private boolean verbose;

    static TalkOptions of(boolean json) {
        TalkOptions options = new TalkOptions();
        options.json = json;
        return options;
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    /** The line for stderr. */
    String describe(Failure failure) {
        if (json) {
            return failure.json();
        }
        Terminal terminal = Terminal.of(color, System.getenv(), Terminal.isTerminal(STDERR));
        return terminal.red("ipc-server:") + ' ' + failure.message();
    }
}
