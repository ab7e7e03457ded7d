package io.samehost.bench.output;

import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedRow;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Figures as people read them: three digits that mean something, and a dash for what was not measured. */
public final class Figures {
    public static final String NONE = "-";

    private Figures() {}

    /** The figure in words, or a dash. */
    public static String orNone(OptionalDouble figure, DoubleFunction<String> words) {
        return figure.isPresent() ? words.apply(figure.getAsDouble()) : NONE;
    }

    public static String threeDigits(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** {@code 1.06x}. */
    public static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    /** {@code 7.38–8.41 µs}, or {@code 1,200–1,300/s}. */
    public static String span(SavedRow.Span span) {
        return span.isLatency()
                ? threeDigits(span.low() / 1000) + "–" + threeDigits(span.high() / 1000) + " µs"
                : whole(span.low()) + "–" + whole(span.high()) + "/s";
    }

    /** {@code 1.06x [0.98-1.15]}. */
    static String ratio(SavedAnswer.Ratio ratio) {
        return String.format(Locale.ROOT, "%.2fx [%.2f-%.2f]", ratio.value(), ratio.low(), ratio.high());
    }
}
