package io.samehost.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The log of threads that must not end. A logger may throw: java.util.logging reads the time zones when it prints its
 * first line, and where there is no descriptor left for that, this is an Error, once and for ever after.
 */
final class LastingLog {
    private final Logger log;

    LastingLog(Class<?> owner) {
        this.log = System.getLogger(owner.getName());
    }

    void log(Level level, String message) {
        try {
            log.log(level, message);
        } catch (RuntimeException | Error e) {
            // there is nobody to tell
        }
    }

    void log(Level level, String message, Throwable cause) {
        try {
            log.log(level, message, cause);
        } catch (RuntimeException | Error e) {
            // there is nobody to tell
        }
    }
}
