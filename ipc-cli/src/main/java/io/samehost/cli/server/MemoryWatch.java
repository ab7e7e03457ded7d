package io.samehost.cli.server;

import io.samehost.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends a server that has had no memory for ten seconds on end: it would answer nobody, and not even be ended. All
 * that this takes is made beforehand.
 */
final class MemoryWatch implements Runnable {
    /** Any thread needs about this much to do something. A server whose memory comes and goes has it now and then. */
    private static final int PROBE_BYTES = 64 * 1024;

    private static final int LOOKS = 10;
    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private static final byte[] MESSAGE =
            ("ipc-server: ended, since there was no memory for ten seconds: give it more by"
                            + " SAMEHOST_JAVA_OPTS=-Xmx512m, or less to its peers by --memory-budget\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final BooleanSupplier memory;
    private final Runnable end;
    private int failures;

    /** Asks {@code memory} whether there is some, and runs {@code end} after too many times without. */
    MemoryWatch(BooleanSupplier memory, Runnable end) {
        this.memory = memory;
        this.end = end;
    }

    /** Watches this program from now on. */
    static void start() {
        Thread thread = new Thread(new MemoryWatch(new Probe(), MemoryWatch::end), "samehost-memory-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** The message is left to {@link LastingStderr}: it may be that nobody reads it, and the program ends all the same. */
    private static void end() {
        try {
            System.err.write(MESSAGE, 0, MESSAGE.length);
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException | RuntimeException | Error e) {
            // the status tells enough
        }
        Runtime.getRuntime().halt(ExitCode.BUG);
    }

    @Override
    public void run() {
        do {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException | Error e) {
                // nobody has a reason to; a look too early does no harm
            }
        } while (look());
    }

    /** Returns false after it has ended the program. */
    boolean look() {
        failures = memory.getAsBoolean() ? 0 : failures + 1;
        if (failures < LOOKS) {
            return true;
        }
        end.run();
        return false;
    }

    /** Takes some memory, and gives it back. */
    private static final class Probe implements BooleanSupplier {
        /** A field, so that the compiler does not leave the allocation out. */
        private volatile byte[] taken = {};

        @Override
        public boolean getAsBoolean() {
            try {
                taken = new byte[PROBE_BYTES];
                return taken.length > 0;
            } catch (OutOfMemoryError e) {
                return false;
            } finally {
                taken = MESSAGE;
            }
        }
    }
}
