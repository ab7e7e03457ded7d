package io.samehost.cli.client.form;

import io.samehost.cli.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages as bytes: all that was given is one message, each line is one, or each has its length before it, as protobuf's
 * {@code writeDelimitedTo} writes it.
 */
final class BytesForm implements MessageForm {
    /** More than any call takes, so that a length which is none is not believed. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int VARINT_BITS = 7;

    private final Payload payload;
    private final boolean isOneMessage;
    private final boolean isDelimited;
    private final boolean isGuess;
    private boolean isOver;
    private boolean looksLikeJson;

    /** @param isGuess true if the user did not say that it is bytes */
    BytesForm(Payload payload, boolean isOneMessage, boolean isDelimited, boolean isGuess) {
        this.payload = payload;
        this.isOneMessage = isOneMessage;
        this.isDelimited = isDelimited;
        this.isGuess = isGuess;
    }

    @Override
    public Optional<byte[]> next() {
        if (isDelimited) {
            return payload.read(BytesForm::delimited);
        }
        if (!isOneMessage) {
            return payload.read(BytesForm::line);
        }
        if (isOver) {
            return Optional.empty();
        }
        isOver = true;
        byte[] all = payload.readAll();
        looksLikeJson = all.length > 0 && all[0] == '{';
        return Optional.of(all);
    }

    @Override
    public Optional<String> doubt() {
        return isGuess && looksLikeJson
                ? Optional.of("no schema is known, so the JSON went as text: use --proto or --protoset")
                : Optional.empty();
    }

    private static Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.size() == MOST_BYTES) {
                throw new IllegalArgumentException("line is longer than any message: length=" + MOST_BYTES + " bytes");
            }
            line.write(next);
            next = in.read();
        }
        return Optional.of(line.toByteArray());
    }

    private static Optional<byte[]> delimited(InputStream in) throws IOException {
        long length = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            if (next < 0 && shift == 0) {
                return Optional.empty();
            }
            length |= (long) (next & 0x7f) << shift;
            shift += VARINT_BITS;
            if (next < 0 || length > MOST_BYTES || shift > Integer.SIZE) {
                throw new IllegalArgumentException("not a message with its length before it, leave out --delimited");
            }
        } while (next > 0x7f);
        byte[] message = in.readNBytes((int) length);
        if (message.length < length) {
            throw new IllegalArgumentException(
                    "message is cut off: length=" + length + " bytes there=" + message.length + " bytes");
        }
        return Optional.of(message);
    }

    @Override
    public byte[] whole(byte[] answer) {
        return isDelimited ? oneOfMany(answer) : answer;
    }

    @Override
    public byte[] oneOfMany(byte[] answer) {
        if (!isDelimited) {
            byte[] line = Arrays.copyOf(answer, answer.length + 1);
            line[answer.length] = '\n';
            return line;
        }
        byte[] head = new byte[(Integer.SIZE + VARINT_BITS - 1) / VARINT_BITS];
        int used = 0;
        int rest = answer.length;
        while (rest > 0x7f) {
            head[used++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= VARINT_BITS;
        }
        head[used++] = (byte) rest;
        byte[] message = Arrays.copyOf(head, used + answer.length);
        System.arraycopy(answer, 0, message, used, answer.length);
        return message;
    }

    @Override
    public JsonLine put(JsonLine line, byte[] answer) {
        return Payload.put(line, answer);
    }
}
