package io.samehost.bench.scenario;

import java.util.Locale;
import java.util.regex.Matcher;

/** A short time, written {@code 500ns}, {@code 200us}, {@code 1.5ms} or {@code 2s}. */
public record Latency(long nanos) {
    private static final java.util.regex.Pattern TEXT =
            java.util.regex.Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|ms|s)");

    public static Latency parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a time: time=" + text + ", write 500ns, 200us, 1.5ms or 2s");
        }
        return new Latency(Math.round(Double.parseDouble(matcher.group(1)) * unitNanos(matcher.group(2))));
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            default -> 1_000_000_000;
        };
    }

    /** In the largest unit of which it is at least one, with as many digits as it takes. */
    @Override
    public String toString() {
        String unit = nanos < 1_000 ? "ns" : nanos < 1_000_000 ? "us" : nanos < 1_000_000_000 ? "ms" : "s";
        double value = (double) nanos / unitNanos(unit);
        return (value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, "%.9f", value).replaceAll("0+$", ""))
                + unit;
    }
}
