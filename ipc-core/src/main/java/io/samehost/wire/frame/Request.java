package io.samehost.wire.frame;

import io.samehost.wire.Metadata;

/**
 * The request of a client.
 *
 * @param payload the arguments; the array is not copied and must not change while the request is in use
 * @param timeoutNanos nanoseconds that were left when the client sent it; 0 means no deadline
 */
public record Request(String service, String method, byte[] payload, long timeoutNanos, Metadata metadata) {}
