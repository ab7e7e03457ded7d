package io.samehost.server;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * The log of one class, for threads that must not end: a logger may throw. java.util.logging reads the time zones when it
 * prints its first line, and where there is no descriptor left for that, this is an Error, once and for ever after.
 *
 * <p>The logger is looked up when there is something to log: the JDK takes some 20 ms for its first one, and a server
 * with nothing to say is ready so much sooner.
 */
final class LastingLog {
    private final String name;

    LastingLog(Class<?> owner) {
        this.name = owner.getName();
    }

    void log(Level level, String message) {
        attempt(() -> System.getLogger(name).log(level, message));
    }

    void log(Level level, Supplier<String> message) {
        attempt(() -> System.getLogger(name).log(level, message));
    }

    void log(Level level, String message, Throwable cause) {
        attempt(() -> System.getLogger(name).log(level, message, cause));
    }

    void log(Level level, Supplier<String> message, Throwable cause) {
        attempt(() -> System.getLogger(name).log(level, message, cause));
    }

    private static void attempt(Runnable line) {
        try {
            line.run();
        } catch (RuntimeException | Error e) {
            // there is nobody to tell
        }
    }
}
