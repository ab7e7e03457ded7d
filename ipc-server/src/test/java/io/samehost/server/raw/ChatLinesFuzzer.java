package io.samehost.server.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.text.HarmlessText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes become the same lines in whatever pieces they arrive, one for each line feed, and none that harms a terminal. */
final class ChatLinesFuzzer {
    private static final int LONGEST_PIECE_BYTES = 100;

    private ChatLinesFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        ChatLines whole = new ChatLines();
        List<ChatLines.Line> lines = new ArrayList<>(whole.take(ByteBuffer.wrap(input)));
        assertEquals(lineFeeds(input), lines.size());
        whole.rest().ifPresent(lines::add);
        assertEquals(lines, inPieces(input));
        for (ChatLines.Line line : lines) {
            line.text().ifPresent(ChatLinesFuzzer::assertHarmless);
        }
    }

    private static long lineFeeds(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1)
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    private static List<ChatLines.Line> inPieces(byte[] input) {
        Random random = new Random(Arrays.hashCode(input));
        ChatLines cut = new ChatLines();
        List<ChatLines.Line> lines = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int length = Math.min(1 + random.nextInt(LONGEST_PIECE_BYTES), input.length - at);
            lines.addAll(cut.take(ByteBuffer.wrap(input, at, length)));
            at += length;
        }
        cut.rest().ifPresent(lines::add);
        return lines;
    }

    private static void assertHarmless(String text) {
        assertTrue(text.length() <= ChatLines.MAX_LINE_BYTES);
        assertFalse(text.codePoints().anyMatch(HarmlessText::isHarmful), text);
    }
}
