package io.samehost.cli.client.call;

import io.samehost.cli.JsonLine;
import io.samehost.cli.client.connect.Stdin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/** The bytes of a call, as the command line and JSON have them. */
final class Payload {
    /** Many times what a call can carry, which says so itself; a device may have no end. */
    private static final int MOST_BYTES = 64 << 20;

    private Payload() {}

    /**
     * Reads {@code -d}.
     *
     * @param argument text, {@code @FILE}, or {@code -} or {@code @-} for stdin
     * @throws IllegalArgumentException if the file cannot be read
     */
    static byte[] read(String argument) {
        if (argument.equals("-")) {
            return readFile(argument);
        }
        return argument.startsWith("@") ? readFile(argument.substring(1)) : argument.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] readFile(String name) {
        try {
            try (InputStream in = name.equals("-") ? Stdin.stream() : Files.newInputStream(Path.of(name))) {
                return in.readNBytes(MOST_BYTES);
            }
        } catch (Stdin.UnreadableException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no such file for the data: file=" + name, e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("the file of the data may not be read: file=" + name, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the data: file=" + name + " cause=" + e.getMessage(), e);
        }
    }

    /** As {@code payload} where it is text, else as {@code payloadBase64}. */
    static JsonLine put(JsonLine line, byte[] payload) {
        try {
            return line.put(
                    "payload",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(payload))
                            .toString());
        } catch (CharacterCodingException e) {
            return line.put("payloadBase64", Base64.getEncoder().encodeToString(payload));
        }
    }
}
