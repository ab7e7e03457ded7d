package io.samehost.wire;

import java.nio.ByteBuffer;

/**
 * A marshaller for large values: it reads them where the library has them, and no array is made for each. That pays from some
 * 16 KiB on. {@link Marshaller#BUFFERS} passes the buffers themselves on.
 *
 * <pre>{@code
 * // protobuf
 * new BufferMarshaller<Picture>() {
 *     public ByteBuffer write(Picture value) {
 *         return value.toByteString().asReadOnlyByteBuffer();
 *     }
 *
 *     public Picture read(ByteBuffer payload) throws IOException {
 *         return Picture.parseFrom(payload);
 *     }
 * }
 * }</pre>
 *
 * <p>The memory is lent. A handler may use it until it returns, or asks its stream for the next message. So may a client
 * until it asks for the next message; but of the answer to a call only {@link #read} may use it, unless the marshaller {@link
 * #keepsPayload}. Afterwards it has bytes of other messages in it. Behind an interceptor that replaces requests or streams, and
 * over datagrams, the memory is an array of the value's own. Must be thread-safe.
 */
public interface BufferMarshaller<T> extends Marshaller<T> {
    /** The payload for {@code value}, from position to limit; it must not change until the call, or the sending, is over. */
    ByteBuffer write(T value) throws Exception;

    /** The value in {@code payload}, from position to limit; fails with any exception if there is none. */
    T read(ByteBuffer payload) throws Exception;

    /** True if values use the payload after they were read: then the answer to a client's call gets memory of its own. */
    default boolean keepsPayload() {
        return false;
    }

    @Override
    default byte[] encode(T value) throws Exception {
        ByteBuffer payload = write(value); // which may be lent itself: so a copy
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return bytes;
    }

    @Override
    default T decode(byte[] payload) throws Exception {
        return read(ByteBuffer.wrap(payload));
    }
}
