package io.samehost.transport.system;

import java.io.Closeable;
import java.io.IOException;

/** Closes several things: every one is tried, every failure is reported. */
public final class Closing {
    private Closing() {}

    /**
     * Takes the steps in order.
     *
     * @throws IOException the first failure, with the later ones suppressed
     */
    public static void all(Closeable... steps) throws IOException {
        Exception first = null;
        for (Closeable step : steps) {
            try {
                step.close();
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof IOException failure) {
            throw failure;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** Closes on the way out with {@code failure}, which takes on what else goes wrong. */
    public static void because(Throwable failure, Closeable... steps) {
        try {
            all(steps);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
