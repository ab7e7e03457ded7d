package io.samehost.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The side of a measured process that talks to its parent: one line in, one line out.
 *
 * <pre>
 * server  out  ready ADDRESS
 * client  in   connect ADDRESS    out  connected
 *         in   warm MILLIS        out  warmed          any number of times
 *         in   measure MILLIS     out  measured
 *         in   result             out  result JSON
 * both    out  unavailable REASON | failed REASON
 * </pre>
 *
 * The floor's C program speaks the same. A reader thread waits for the parent even while the process measures: when
 * the parent ends, however it ends, its side of the pipe closes and this process ends too.
 */
public final class ParentLine {
    private final BlockingQueue<String> instructions = new LinkedBlockingQueue<>();
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private ParentLine() {}

    public static ParentLine open() {
        ParentLine line = new ParentLine();
        Thread reader = new Thread(line::read, "parent-line");
        reader.setDaemon(true);
        reader.start();
        return line;
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                instructions.add(line);
            }
        } catch (IOException parentGone) {
            // the same as the end of its input
        }
        Runtime.getRuntime().halt(0);
    }

    /** Waits for the next instruction; the process ends here when the parent has gone. */
    public String next() throws InterruptedException {
        return instructions.take();
    }

    public void say(String word) {
        out.println(word);
    }

    public void say(String word, String rest) {
        out.println(word + ' ' + rest.replace('\n', ' '));
    }

    /** Tells the parent why this process cannot go on. */
    public void fail(Exception cause) {
        if (cause instanceof UnavailableException) {
            say("unavailable", cause.getMessage());
        } else {
            say("failed", cause.toString());
        }
    }
}
