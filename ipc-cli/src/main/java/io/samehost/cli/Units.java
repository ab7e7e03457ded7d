package io.samehost.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations and sizes as the commands take them. */
public final class Units {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kM]?)");

    /** 100 years; in nanoseconds, which is how deadlines are counted, a long holds 292. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Units() {}

    /**
     * Reads {@code 500ms}, {@code 5s}, {@code 2m}, or {@code 0}.
     *
     * @throws IllegalArgumentException if the text is no duration, or more than 100 years
     */
    public static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration: duration=" + text + ", write 500ms, 5s or 2m");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "duration is too long: duration=" + text + " limit=" + LONGEST.toMinutes() + "m");
        }
        return duration;
    }

    /** A duration as {@link #duration} reads it, in the largest unit that leaves no rest; a fraction of 1ms as ISO 8601. */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0";
        }
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        if (duration.toMillisPart() != 0) {
            return TimeUnit.MILLISECONDS.convert(duration) + "ms";
        }
        return duration.toSecondsPart() != 0 ? duration.toSeconds() + "s" : duration.toMinutes() + "m";
    }

    /**
     * Reads {@code 64}, {@code 1k}, {@code 4M}: bytes, in powers of 1024.
     *
     * @throws IllegalArgumentException if the text is no size, or more than {@code maxBytes}
     */
    public static int sizeBytes(String text, int maxBytes) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: size=" + text + ", write 64, 1k or 4M");
        }
        long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    "size is too large: size=" + text + " bytes=" + bytes + " limitBytes=" + maxBytes);
        }
        return (int) bytes;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k" -> 10;
            case "M" -> 20;
            default -> 0;
        };
    }
}
