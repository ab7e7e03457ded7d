package io.samehost.grpc.calling;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Finds out who ended a call. {@code UNAVAILABLE} is what a server may answer, and also what gRPC says when there is none; only an
 * answer of a server has trailers. Thread-safe.
 */
final class ServersWord extends ClientStreamTracer.Factory {
    private volatile boolean given;

    /** True if the server itself has said how the call ended. */
    boolean isGiven() {
        return given;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        given = false; // an attempt of before does not count
        return new ClientStreamTracer() {
            @Override
            public void inboundTrailers(Metadata trailers) {
                given = true;
            }
        };
    }
}
