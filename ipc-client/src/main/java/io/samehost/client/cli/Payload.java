package io.samehost.client.cli;

import io.samehost.command.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The bytes of a call, as the command line and JSON have them. */
final class Payload {
    private Payload() {}

    /**
     * Reads {@code -d}.
     *
     * @param argument text, {@code @FILE}, or {@code -} for stdin
     * @throws IllegalArgumentException if the file cannot be read
     */
    static byte[] read(String argument) {
        if (argument.equals("-")) {
            try {
                return System.in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return argument.startsWith("@") ? readFile(argument.substring(1)) : argument.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] readFile(String name) {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the data: file=" + name + " cause=" + e, e);
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
