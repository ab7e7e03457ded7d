package io.samehost.bench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long something takes, in seconds, from a command line. */
final class Seconds implements ITypeConverter<Double> {
    /** A day: what is longer is a slip of the hand. */
    private static final double LONGEST = 86_400;

    @Override
    public Double convert(String text) {
        double seconds = number(text);
        if (!(seconds >= 0 && seconds <= LONGEST)) {
            throw wrong(text);
        }
        return seconds;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("not a time in seconds: seconds=" + text + ", give 0 to " + (int) LONGEST);
    }
}
