package io.samehost.server.raw;

import io.samehost.text.HarmlessText;
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

    /** The text behind the last line feed; may be empty. */
    Optional<Line> rest() {
        return lengthBytes == 0 ? Optional.empty() : Optional.of(end());
    }

    private Line end() {
        int end = lengthBytes > 0 && line[lengthBytes - 1] == '\r' ? lengthBytes - 1 : lengthBytes;
        Line ended = new Line(
                tooLong
                        ? Optional.empty()
                        : Optional.of(HarmlessText.of(new String(line, 0, end, StandardCharsets.UTF_8))));
        lengthBytes = 0;
        tooLong = false;
        return ended;
    }
}
