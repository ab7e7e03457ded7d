package io.samehost.cli.client.raw;

import io.samehost.text.HarmlessText;
import io.samehost.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what a server sends into lines that may be shown on a terminal. Not thread-safe. */
final class IncomingLines implements RawExchange.Sink {
    /** A longer line is shown in pieces: what a server sends without line feeds must not fill the memory. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final Consumer<String> show;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean begun;

    IncomingLines(Consumer<String> show) {
        this.show = show;
    }

    /** A frame of a server of calls begins with a zero, and a line of text never does. */
    private void requireText(ByteBuffer bytes) throws ProtocolException {
        if (!begun && bytes.hasRemaining()) {
            begun = true;
            if (bytes.get(bytes.position()) == 0) {
                throw new ProtocolException("server sends what is no text, is it a chat? ipc-server chat is one;"
                        + " ipc-client list says what a server of calls has");
            }
        }
    }

    @Override
    public void take(ByteBuffer bytes) throws ProtocolException {
        requireText(bytes);
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                show();
            } else {
                line.write(next);
                if (line.size() == MAX_LINE_BYTES) {
                    show();
                }
            }
        }
    }

    /** Shows what came behind the last line feed. */
    void end() {
        if (line.size() > 0) {
            show();
        }
    }

    private void show() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        show.accept(HarmlessText.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
}
