package io.samehost.bench.process;

import io.samehost.cli.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The columns of the terminal that a person looks at. */
public final class TerminalWidth {
    private static final int STDOUT = 1;

    private TerminalWidth() {}

    /** The columns that stdout has; {@code usual} where it is no terminal, or nobody can tell. */
    public static int columns(int usual) throws InterruptedException {
        return Terminal.isTerminal(STDOUT) ? ofTerminal(usual) : usual;
    }

    private static int ofTerminal(int usual) throws InterruptedException {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return usual;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII), usual);
        } catch (IOException noTerminal) {
            return usual;
        }
    }

    /** Reads {@code 24 80}; a terminal that was never told its size says 0. */
    static int parse(String size, int usual) {
        String[] numbers = size.strip().split(" ", -1);
        boolean told = numbers.length == 2 && numbers[1].matches("[1-9][0-9]{1,3}");
        return told ? Integer.parseInt(numbers[1]) : usual;
    }
}
