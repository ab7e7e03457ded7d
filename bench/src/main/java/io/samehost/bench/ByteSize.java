package io.samehost.bench;

import java.util.Locale;
import java.util.regex.Matcher;

/** A size in bytes, written {@code 64}, {@code 1k} or {@code 4M}: powers of 1024. */
record ByteSize(int bytes) {
    private static final java.util.regex.Pattern TEXT = java.util.regex.Pattern.compile("([0-9]{1,9})([kM]?)");

    private static final int BULK_BYTES = 16 * 1024;

    ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("size must be at least one byte: size=" + bytes);
        }
    }

    /** From here on it is bytes and no longer messages that cost time. */
    boolean isBulk() {
        return bytes >= BULK_BYTES;
    }

    static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: size=" + text + "; write 64, 1k or 4M");
        }
        long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("size too large: size=" + text);
        }
        return new ByteSize((int) bytes);
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k" -> 10;
            case "M" -> 20;
            default -> 0;
        };
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
    String words() {
        String text = toString();
        char unit = text.charAt(text.length() - 1);
        return Character.isDigit(unit)
                ? text + " B"
                : text.substring(0, text.length() - 1) + " "
                        + Character.toString(unit).toUpperCase(Locale.ROOT) + "iB";
    }
}
