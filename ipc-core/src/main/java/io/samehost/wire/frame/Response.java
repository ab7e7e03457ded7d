package io.samehost.wire.frame;

import io.samehost.wire.Status;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The answer of a server.
 *
 * @param payload the result, empty unless {@code status} is OK; the array is not copied and must not change while the
 *     response is in use
 * @param large the result, in the place of {@code payload}, where many bytes were read or a buffer is to be sent
 */
public record Response(Status status, byte[] payload, Optional<Payload> large) {
    private static final byte[] NO_BYTES = {};

    public Response(Status status, byte[] payload) {
        this(status, payload, Optional.empty());
    }

    public static Response ok(byte[] payload) {
        return new Response(Status.OK, payload);
    }

    /** The result from position to limit of {@code payload}, which must not change while the response is in use. */
    public static Response ok(ByteBuffer payload) {
        return new Response(Status.OK, NO_BYTES, Optional.of(Payload.over(payload)));
    }

    public static Response failed(Status status) {
        return new Response(status, NO_BYTES);
    }

    /** The result in an array of its own, however many bytes it is; what was lent is given back. */
    public byte[] bytes() {
        return large.isEmpty() ? payload : large.get().bytes();
    }

    /** The same with the result in an array of its own. */
    public Response own() {
        return large.isEmpty() ? this : new Response(status, bytes());
    }

    /** The size of the result. */
    public int sizeBytes() {
        return large.isEmpty() ? payload.length : large.get().sizeBytes();
    }
}
