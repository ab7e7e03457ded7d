package io.samehost.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Figures as people read them: three digits that mean something, and a dash for what was not measured. */
final class Figures {
    static final String NONE = "-";

    private Figures() {}

    static String orNone(OptionalDouble figure, DoubleFunction<String> words) {
        return figure.isPresent() ? words.apply(figure.getAsDouble()) : NONE;
    }

    static String threeDigits(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** {@code 1.06x}. */
    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    /** {@code 1.06x [0.98-1.15]}. */
    static String ratio(SavedAnswer.Ratio ratio) {
        return String.format(Locale.ROOT, "%.2fx [%.2f-%.2f]", ratio.value(), ratio.low(), ratio.high());
    }
}
