package io.samehost.client.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that one thread says and another waits for. */
final class Lines {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    void add(String line) {
        lines.add(line);
    }

    /** The next line. */
    String next() throws IOException, InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("nothing was said: waitedSeconds=" + PATIENCE_SECONDS);
        }
        return line;
    }

    /** Lines that were said and not taken. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        return rest;
    }

    /** Takes the next line, which has to be this one. */
    void await(String expected) throws IOException, InterruptedException {
        String line = next();
        if (!line.equals(expected)) {
            throw new IOException("something else was said: expected=" + expected + " line=" + line);
        }
    }
}
