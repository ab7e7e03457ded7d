package io.samehost.server.lasting;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Supplier;

/**
 * The log of one class, for threads that must not end: a logger may throw, for want of memory or of descriptors. Nothing
 * here throws, and nothing is allocated outside the guard; whoever has no memory passes constants.
 *
 * <p>Peers can cause warnings and errors without end. So the first line of a kind is logged, and others that follow within
 * ten seconds are counted and told in one. Lines are of a kind that have the same message or, made of a format, the same
 * format and first part: a message should be a constant.
 *
 * <p>The logger is looked up when there is something to log: the JDK takes some 20 ms for its first one, and a server
 * with nothing to say is ready so much sooner.
 *
 * <p>It is a {@link Logger} itself, since the JDK passes over the methods of loggers when it looks for the class and method
 * that log.
 */
public final class LastingLog implements Logger {
    private static final RepeatedLines REPEATED = new RepeatedLines(System::nanoTime);

    private final String name;
    private final RepeatedLines repeated;
    private volatile Optional<Logger> found = Optional.empty();

    public LastingLog(Class<?> owner) {
        this(owner.getName(), REPEATED);
    }

    LastingLog(String name, RepeatedLines repeated) {
        this.name = name;
        this.repeated = repeated;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        try {
            return logger().isLoggable(level);
        } catch (Throwable t) {
            return false;
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable cause) {
        log(level, message, cause);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parts) {
        log(level, format, parts);
    }

    @Override
    public void log(Level level, String message) {
        try {
            if (isNew(level, message, message, List.of())) {
                logger().log(level, message);
            }
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    /** For lines that peers cannot cause, and for those below a warning. */
    @Override
    public void log(Level level, Supplier<String> message) {
        try {
            logger().log(level, message);
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    @Override
    public void log(Level level, String message, Throwable cause) {
        try {
            if (isNew(level, message, message + ": cause=" + cause, List.of())) {
                logger().log(level, message, cause);
            }
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    /** Logs {@code message} followed by {@code number}, which are put together within the guard. */
    public void log(Level level, String message, long number, Throwable cause) {
        try {
            String text = message + number;
            if (isNew(level, message, text + " cause=" + cause, List.of())) {
                logger().log(level, text, cause);
            }
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    /** Logs {@code message}, {@code detail} and the cause's own text in one line, put together within the guard. */
    public void log(Level level, String message, Object detail, Throwable cause) {
        try {
            String text = message + detail + " cause=" + cause;
            if (isNew(level, message, text, List.of())) {
                logger().log(level, text);
            }
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    /** Logs a text with {@code {0}} and so on for its parts, which a handler of records gets as they are. */
    @Override
    public void log(Level level, String format, Object... parts) {
        try {
            if (isNew(level, format + (parts.length == 0 ? "" : parts[0]), format, List.of(parts))) {
                logger().log(level, format, parts);
            }
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    private boolean isNew(Level level, String kind, String text, List<Object> parts) {
        return level.compareTo(Level.WARNING) < 0
                || repeated.isNew(this, name + ' ' + kind, new RepeatedLines.Line(level, text, parts));
    }

    /** Logs how often lines were repeated in ten seconds. To be called now and then. */
    public static void tellRepeated() {
        try {
            tellAll(REPEATED.takeDue());
        } catch (Throwable t) {
            // next time
        }
    }

    /** Logs all that was counted, since nobody may call {@link #tellRepeated} any more. */
    public static void tellRest() {
        try {
            tellAll(REPEATED.takeAll());
        } catch (Throwable t) {
            // there is nobody to tell
        }
    }

    private static void tellAll(List<RepeatedLines.Repeated> lines) {
        for (RepeatedLines.Repeated each : lines) {
            tell(each);
        }
    }

    /** One line for many, with what the first one said. */
    static void tell(RepeatedLines.Repeated lines) {
        RepeatedLines.Line example = lines.example();
        Logger logger = lines.log().logger();
        int known = example.parts().size();
        if (known == 0) {
            logger.log(
                    example.level(), lines.count() + " more in " + lines.seconds() + " s, such as: " + example.text());
            return;
        }
        List<Object> parts = new ArrayList<>(example.parts());
        parts.add(Long.toString(lines.count())); // as text, or a format would group its digits
        parts.add(Long.toString(lines.seconds()));
        String format = "{" + known + "} more in {" + (known + 1) + "} s, such as: " + example.text();
        logger.log(example.level(), format, parts.toArray());
    }

    private Logger logger() {
        if (found.isEmpty()) {
            found = Optional.of(System.getLogger(name));
        }
        return found.get();
    }
}
