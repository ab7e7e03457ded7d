package io.samehost.cli.server;

import io.samehost.text.HarmlessText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.text.MessageFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Prints the library's log to stderr, a line for each entry; warnings only, unless -v asks for more. */
final class ServerLog extends Handler {
    /** Held here, since the log manager holds loggers weakly and would forget the level. */
    private static final Logger LIBRARY = Logger.getLogger("io.samehost");

    private static final Logger REHEARSAL = Logger.getLogger("io.samehost.rehearsal");

    /** Callers that wait for the ready line come within this time, too few to use up the descriptors. */
    private static final long FIRST_CALLS_MILLIS = 500;

    private final PrintWriter err;
    private final boolean verbose;

    private ServerLog(PrintWriter err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    static void start(PrintWriter err, boolean verbose) {
        LogManager.getLogManager().reset();
        LIBRARY.setLevel(verbose ? Level.FINE : Level.WARNING);
        LIBRARY.addHandler(new ServerLog(err, verbose));
    }

    /**
     * {@link #rehearse}, but not while the first callers want the processors: it takes longer than all the rest of a start. On a
     * thread of its own, since a want of memory must not end the one that waits for signals.
     */
    static void rehearseSoon() {
        Thread thread = new Thread(ServerLog::rehearseLater, "samehost-rehearsal");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // no thread: the log is loaded with its first line then
        }
    }

    private static void rehearseLater() {
        try {
            Thread.sleep(FIRST_CALLS_MILLIS);
            rehearse();
        } catch (InterruptedException | Error e) {
            // there is no memory: the log is the least that is missing
        }
    }

    /**
     * Logs a line to nowhere, so that all classes are there for the first one that counts. That may be about a want of
     * descriptors; a class that cannot be loaded then is lost for the life of the server.
     */
    static void rehearse() {
        REHEARSAL.setUseParentHandlers(false);
        Handler nowhere = new ServerLog(new PrintWriter(Writer.nullWriter()), true);
        REHEARSAL.addHandler(nowhere);
        System.Logger logger = System.getLogger(REHEARSAL.getName());
        logger.log(System.Logger.Level.ERROR, "{0}", "rehearsal");
        logger.log(System.Logger.Level.ERROR, "rehearsal", new IOException());
        REHEARSAL.removeHandler(nowhere);
    }

    /** A handler that prints every entry in one line. */
    static ServerLog to(PrintWriter err) {
        return new ServerLog(err, false);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        Throwable thrown = entry.getThrown();
        String line = Clock.TIME.format(entry.getInstant())
                + ' '
                + entry.getLevel()
                + ' '
                + message(entry)
                + (thrown == null ? "" : " cause=" + thrown);
        synchronized (err) {
            err.println(HarmlessText.of(line.replaceAll("\\R", " ")));
            if (verbose && thrown != null) {
                printTrace(thrown);
            }
            err.flush();
        }
    }

    /** Indented, so that no text of a peer passes for a line of the log. */
    private void printTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(line -> err.println('\t' + HarmlessText.of(line)));
    }

    /** With the settings that it mentions by the names of options. */
    private static String message(LogRecord entry) {
        Object[] parts = entry.getParameters();
        return parts == null || parts.length == 0
                ? entry.getMessage()
                : MessageFormat.format(
                        entry.getMessage(),
                        Arrays.stream(parts).map(Flags::named).toArray());
    }

    @Override
    public void flush() {
        err.flush();
    }

    /** Stderr is not ours to close. */
    @Override
    public void close() {}

    /** Apart, since it reads the time zones: a server that has nothing to log is ready 20 ms sooner. */
    private static final class Clock {
        static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    }
}
