package io.samehost.cli;

import io.samehost.text.HarmlessText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way to a terminal, without what could move its cursor, colour it or answer for its user. Line feeds stay, and
 * so does a character whose bytes arrive in two pieces. Not thread-safe.
 */
final class HarmlessOutput extends OutputStream {
    private static final int PIECE_BYTES = 8192;

    private final OutputStream out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer pending = ByteBuffer.allocate(PIECE_BYTES);
    private final CharBuffer text = CharBuffer.allocate(PIECE_BYTES);

    HarmlessOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int taken = Math.min(pending.remaining(), end - at);
            pending.put(bytes, at, taken);
            at += taken;
            decode(false);
        }
    }

    private void decode(boolean last) throws IOException {
        pending.flip();
        decoder.decode(pending, text, last);
        pending.compact();
        text.flip();
        String[] lines = text.toString().split("\n", -1);
        text.clear();
        StringBuilder harmless = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") && i < lines.length - 1
                    ? lines[i].substring(0, lines[i].length() - 1)
                    : lines[i];
            harmless.append(i == 0 ? "" : "\n").append(HarmlessText.of(line));
        }
        out.write(harmless.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        decode(true);
        out.close();
    }
}
