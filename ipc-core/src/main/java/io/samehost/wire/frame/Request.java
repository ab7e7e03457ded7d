package io.samehost.wire.frame;

import io.samehost.wire.Metadata;
import java.util.Optional;

/**
 * The request of a client.
 *
 * @param payload the arguments; the array is not copied and must not change while the request is in use
 * @param timeoutNanos nanoseconds that were left when the client sent it; 0 means no deadline
 * @param large the arguments, in the place of {@code payload}, where many bytes were read
 */
public record Request(
        String service, String method, byte[] payload, long timeoutNanos, Metadata metadata, Optional<Payload> large) {

    /** A request to be sent. */
    public Request(String service, String method, byte[] payload, long timeoutNanos, Metadata metadata) {
        this(service, method, payload, timeoutNanos, metadata, Optional.empty());
    }

    /** The same with the arguments in an array of their own, however many bytes they are; what was lent is given back. */
    public Request own() {
        return large.isEmpty() ? this : new Request(service, method, large.get().bytes(), timeoutNanos, metadata);
    }

    /** The size of the arguments. */
    public int sizeBytes() {
        return large.isEmpty() ? payload.length : large.get().sizeBytes();
    }
}
