package io.samehost.server.files;

import io.samehost.server.handler.StatusException;
import io.samehost.text.HarmlessText;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The wish of a client, read from the text of its request.
 *
 * @param name as it came; only {@link FileName} makes a path of it
 * @param lengthBytes {@link Long#MAX_VALUE} for all there is
 */
record FileRequest(String name, long offsetBytes, long lengthBytes, Optional<String> version) {

    /** Twice the longest path of Linux, PATH_MAX. A longer request would be taken apart, and sent back in an error, in vain. */
    static final int LONGEST_BYTES = 8192;

    static FileRequest parse(byte[] payload) throws StatusException {
        if (payload.length > LONGEST_BYTES) {
            throw invalid("request is too long, ask for a shorter name: lengthBytes=" + payload.length + " limitBytes="
                    + LONGEST_BYTES);
        }
        List<String> lines = text(payload).lines().toList();
        FileRequest request = new FileRequest(lines.isEmpty() ? "" : lines.get(0), 0, Long.MAX_VALUE, Optional.empty());
        for (int i = 1; i < lines.size(); i++) {
            request = request.with(lines.get(i));
        }
        return request;
    }

    private static String text(byte[] payload) throws StatusException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("request is not UTF-8");
        }
    }

    private FileRequest with(String line) throws StatusException {
        int space = line.indexOf(' ');
        String word = line.substring(0, Math.max(0, space));
        String value = line.substring(space + 1);
        return switch (word) {
            case "offset" -> new FileRequest(name, bytes(word, value), lengthBytes, version);
            case "length" -> new FileRequest(name, offsetBytes, bytes(word, value), version);
            case "version" -> new FileRequest(name, offsetBytes, lengthBytes, Optional.of(value));
            default -> throw invalid("unknown line in request, use offset, length or version: line=" + printable(line));
        };
    }

    private static long bytes(String word, String value) throws StatusException {
        try {
            long bytes = Long.parseLong(value);
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw invalid("not a number of bytes: " + word + '=' + printable(value));
        }
        throw invalid("must not be negative: " + word + '=' + value);
    }

    boolean isWhole(long sizeBytes) {
        return offsetBytes == 0 && lengthBytes >= sizeBytes;
    }

    /** The position at which to stop in a file of this size. */
    long endBytes(long sizeBytes) throws StatusException {
        if (offsetBytes > sizeBytes) {
            throw new StatusException(
                    StatusCode.OUT_OF_RANGE,
                    "offset is behind the end of the file: offset=" + offsetBytes + " size=" + sizeBytes);
        }
        return offsetBytes + Math.min(lengthBytes, sizeBytes - offsetBytes);
    }

    static StatusException invalid(String message) {
        return new StatusException(StatusCode.INVALID_ARGUMENT, message);
    }

    /** A client's text, made harmless for the terminal that shows the error. */
    static String printable(String text) {
        return HarmlessText.of(text);
    }
}
