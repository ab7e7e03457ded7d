package io.samehost.text;

/** Text of a stranger, for a terminal. */
public final class HarmlessText {
    private HarmlessText() {}

    /**
     * The text with U+FFFD for whatever could move a terminal's cursor, colour or turn it, or pretend to be another line:
     * control characters but the tab, and the characters that change the direction of writing.
     */
    public static String of(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmful(c) ? '\uFFFD' : c).forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    /** True for a code point that may not reach a terminal. */
    public static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            case Character.FORMAT -> isDirection(c);
            default -> false;
        };
    }

    /** Unicode's Bidi_Control. */
    private static boolean isDirection(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
