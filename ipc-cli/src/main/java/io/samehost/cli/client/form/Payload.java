package io.samehost.cli.client.form;

import io.samehost.cli.JsonLine;
import io.samehost.cli.client.connect.Stdin;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
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

/** The bytes of {@code -d}, and those of an answer as JSON has them. Not thread-safe. */
public final class Payload {
    /** Many times what a call can carry, which says so itself; a device may have no end. */
    private static final int MOST_BYTES = 64 << 20;

    private final String argument;
    private final InputStream bytes;

    private Payload(String argument, InputStream bytes) {
        this.argument = argument;
        this.bytes = bytes;
    }

    /**
     * Opens {@code -d}.
     *
     * @param argument text, {@code @FILE}, or {@code -} or {@code @-} for stdin
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static Payload open(String argument) {
        if (!argument.equals("-") && !argument.startsWith("@")) {
            return new Payload(argument, new ByteArrayInputStream(argument.getBytes(StandardCharsets.UTF_8)));
        }
        String name = argument.equals("-") ? argument : argument.substring(1);
        if (name.equals("-")) {
            return new Payload(name, new BufferedInputStream(Stdin.stream()));
        }
        try {
            Payload file = new Payload(name, new BufferedInputStream(Files.newInputStream(Path.of(name))));
            file.looksLikeJson(); // throws if it cannot be read
            return file;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static IllegalArgumentException unreadable(String name, IOException e) {
        if (e instanceof Stdin.UnreadableException) {
            return new IllegalArgumentException(e.getMessage(), e);
        }
        if (e instanceof NoSuchFileException) {
            return new IllegalArgumentException("no such file for the data: file=" + name, e);
        }
        if (e instanceof AccessDeniedException) {
            return new IllegalArgumentException("the file of the data may not be read: file=" + name, e);
        }
        return new IllegalArgumentException("cannot read the data: file=" + name + " cause=" + e.getMessage(), e);
    }

    /** True if it is read as it comes, and may come late. */
    boolean isStdin() {
        return argument.equals("-");
    }

    /** True if there is nothing, or what no message of protobuf begins with. Waits for the first byte. */
    boolean looksLikeJson() {
        return read(in -> {
            in.mark(1);
            int first = in.read();
            in.reset();
            return first < 0 || first == '{';
        });
    }

    /** All of it. */
    byte[] readAll() {
        return read(in -> in.readNBytes(MOST_BYTES));
    }

    InputStream stream() {
        return bytes;
    }

    /** What is made of the bytes. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream bytes) throws IOException;
    }

    /** @throws IllegalArgumentException if the bytes cannot be read, in the words of the user who named them */
    <T> T read(Reading<T> reading) {
        try {
            return reading.from(bytes);
        } catch (IOException e) {
            throw unreadable(argument, e);
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
