package io.samehost.client.cli;

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
            description = "Show where an error comes from.")
    private boolean verbose;

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    /** The line for stderr. */
    String describe(Failure failure) {
        return describe(failure, json, color);
    }

    static String describe(Failure failure, boolean json, Terminal.Color color) {
        if (json) {
            return failure.json();
        }
        Terminal terminal = Terminal.of(color, System.getenv(), Terminal.isTerminal(STDERR));
        return terminal.red("ipc-client:") + ' ' + failure.message();
    }
}
