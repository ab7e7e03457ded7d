package io.samehost.cli;

import java.util.function.Supplier;

/** Hands the value of an option to the library. */
public final class OptionValue {
    private OptionValue() {}

    /**
     * Makes what the library makes of the value.
     *
     * @throws IllegalArgumentException if the library refuses the value; its message begins with {@code option}, for which
     *     the library has no name
     */
    public static <T> T of(String option, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
