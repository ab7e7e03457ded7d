package io.samehost.bench.scenario;

import io.samehost.cli.Units;
import java.util.Locale;

/** A size in bytes, written {@code 64}, {@code 1k} or {@code 4M}: powers of 1024. */
public record ByteSize(int bytes) {
    private static final int BULK_BYTES = 16 * 1024;

    public ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("size must be at least one byte: size=" + bytes);
        }
    }

    /** From here on it is bytes and no longer messages that cost time. */
    public boolean isBulk() {
        return bytes >= BULK_BYTES;
    }

    public static ByteSize parse(String text) {
        return new ByteSize(Units.sizeBytes(text.strip(), Integer.MAX_VALUE));
    }

    /** As options take it: the largest unit that divides it. */
    @Override
    public String toString() {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "M";
        }
        return bytes % 1024 == 0 ? (bytes >> 10) + "k" : Integer.toString(bytes);
    }

    /** As people read it: {@code 64 B}, {@code 1 KiB}. */
    public String words() {
        String text = toString();
        char unit = text.charAt(text.length() - 1);
        return Character.isDigit(unit)
                ? text + " B"
                : text.substring(0, text.length() - 1) + " "
                        + Character.toString(unit).toUpperCase(Locale.ROOT) + "iB";
    }
}
