package io.samehost.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options about what a command says, and the help that all commands have in common. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, synopsisHeading = TalkOptions.SYNOPSIS_HEADING)
public final class TalkOptions {
    static final String SYNOPSIS_HEADING = "%nUsage: ";

    private static final int STDERR = 2;

    /** A command that has these options. */
    public interface Speaker {
        TalkOptions talk();
    }

    @Option(names = "--json", description = "Write a JSON object on each line, for programs.")
    private boolean json;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never (default: auto).")
    private Terminal.Color color = Terminal.Color.AUTO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show where an error comes from. A server logs connections too.")
    private boolean verbose;

    public TalkOptions() {}

    /** The options of a plain command line, which picocli has not read. */
    public static TalkOptions of(boolean json) {
        TalkOptions options = new TalkOptions();
        options.json = json;
        return options;
    }

    public boolean json() {
        return json;
    }

    public boolean verbose() {
        return verbose;
    }

    /** The style of a stream of this program, by its number. */
    public Terminal terminal(int descriptor) {
        return Terminal.of(color, System.getenv(), Terminal.isTerminal(descriptor));
    }

    /** The line for stderr that tells of a failure. */
    public String describe(String program, Failure failure) {
        if (json) {
            return failure.json();
        }
        return terminal(STDERR).red(program + ':') + ' ' + failure.message();
    }
}
