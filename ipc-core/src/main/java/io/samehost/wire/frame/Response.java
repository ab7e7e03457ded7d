package io.samehost.wire.frame;

import io.samehost.wire.Status;

/**
 * The answer of a server.
 *
 * @param payload the result, empty unless {@code status} is OK; the array is not copied and must not change while the
 *     response is in use
 */
public record Response(Status status, byte[] payload) {
    private static final byte[] NO_BYTES = {};

    public static Response ok(byte[] payload) {
        return new Response(Status.OK, payload);
    }

    public static Response failed(Status status) {
        return new Response(status, NO_BYTES);
    }
}
