package io.samehost.server.raw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the bytes of one peer into lines that are safe to show on other people's terminals. Not thread-safe. */
final class ChatLines {
    static final int MAX_LINE_BYTES = 4096;

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int lengthBytes;
    private boolean tooLong;

    /** One line: its text, or nothing for one that was too long. */
    record Line(Optional<String> text) {}

    /** Takes all of {@code in}, and tells the lines that it completed. */
    List<Line> take(ByteBuffer in) {
        List<Line> lines = new ArrayList<>();
        while (in.hasRemaining()) {
            byte next = in.get();
            if (next == '\n') {
                lines.add(end());
            } else if (lengthBytes < MAX_LINE_BYTES) {
                line[lengthBytes++] = next;
            } else {
                tooLong = true;
            }
        }
        return lines;
    }

    /** What came behind the last line feed; empty if nothing did. */
    Optional<Line> rest() {
        return lengthBytes == 0 ? Optional.empty() : Optional.of(end());
    }

    private Line end() {
        int end = lengthBytes > 0 && line[lengthBytes - 1] == '\r' ? lengthBytes - 1 : lengthBytes;
        Line ended = new Line(
                tooLong ? Optional.empty() : Optional.of(harmless(new String(line, 0, end, StandardCharsets.UTF_8))));
        lengthBytes = 0;
        tooLong = false;
        return ended;
    }

    /**
     * The text with U+FFFD for whatever could move a terminal's cursor, colour or turn it, or pretend to be another line:
     * control characters but the tab, and the characters that change the direction of writing. Invalid UTF-8 has become
     * U+FFFD already.
     */
    static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmful(c) ? '\uFFFD' : c).forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    private static boolean isHarmful(int c) {
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
