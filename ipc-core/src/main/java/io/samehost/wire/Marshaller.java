package io.samehost.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Turns values into payloads and back. For a library of your own it is one expression:
 *
 * <pre>{@code
 * // protobuf: a parser may throw what it likes, it becomes INVALID_ARGUMENT at the caller
 * Marshaller<Greeting> GREETING = Marshaller.of(
 *         Greeting::toByteArray,
 *         bytes -> Greeting.parseFrom(bytes));
 *
 * // JSON with Jackson
 * Marshaller<Greeting> GREETING = Marshaller.of(
 *         value -> mapper.writeValueAsBytes(value),
 *         bytes -> mapper.readValue(bytes, Greeting.class));
 * }</pre>
 *
 * Must be thread-safe.
 */
public interface Marshaller<T> {
    /** Bytes as they are. */
    Marshaller<byte[]> BYTES = of(Function.<byte[]>identity()::apply, Function.<byte[]>identity()::apply);

    /** Text in UTF-8; other bytes are no text. */
    Marshaller<String> UTF_8 = of(text -> text.getBytes(StandardCharsets.UTF_8), Marshaller::decodeUtf8);

    /**
     * Buffers as they are, from position to limit. What is received is lent, see {@link BufferMarshaller}; the answer to a
     * client's call is its own.
     */
    BufferMarshaller<ByteBuffer> BUFFERS = new BufferMarshaller<>() {
        @Override
        public ByteBuffer write(ByteBuffer value) {
            return value;
        }

        @Override
        public ByteBuffer read(ByteBuffer payload) {
            return payload;
        }

        @Override
        public boolean keepsPayload() {
            return true;
        }
    };

    /** The payload for {@code value}; the array must not change afterwards. */
    byte[] encode(T value) throws Exception;

    /** The value in {@code payload}; fails with any exception if there is none. */
    T decode(byte[] payload) throws Exception;

    /** A function that may fail. */
    @FunctionalInterface
    interface Conversion<A, B> {
        B apply(A value) throws Exception;
    }

    /** A marshaller made of two functions. */
    static <T> Marshaller<T> of(Conversion<T, byte[]> encoder, Conversion<byte[], T> decoder) {
        return new Marshaller<>() {
            @Override
            public byte[] encode(T value) throws Exception {
                return encoder.apply(value);
            }

            @Override
            public T decode(byte[] payload) throws Exception {
                return decoder.apply(payload);
            }
        };
    }

    private static String decodeUtf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
