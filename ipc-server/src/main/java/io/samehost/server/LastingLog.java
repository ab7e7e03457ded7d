package io.samehost.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
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
    private volatile Optional<Logger> found = Optional.empty();

    LastingLog(Class<?> owner) {
        this.name = owner.getName();
    }

    void log(Level level, String message) {
        attempt(() -> logger().log(level, message));
    }

    void log(Level level, Supplier<String> message) {
        attempt(() -> logger().log(level, message));
    }

    void log(Level level, String message, Throwable cause) {
        attempt(() -> logger().log(level, message, cause));
    }

    private Logger logger() {
        if (found.isEmpty()) {
            found = Optional.of(System.getLogger(name));
        }
        return found.get();
    }

    private static void attempt(Runnable line) {
        try {
            line.run();
        } catch (RuntimeException | Error e) {
            // there is nobody to tell
        }
    }
}
