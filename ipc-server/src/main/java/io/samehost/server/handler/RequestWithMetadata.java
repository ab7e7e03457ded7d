package io.samehost.server.handler;

import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.Metadata;
import java.time.Duration;
import java.util.Optional;

/** A request as an interceptor passes it on, with metadata of its own. */
record RequestWithMetadata(ServerRequest request, Metadata metadata) implements ServerRequest {
    @Override
    public String service() {
        return request.service();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public byte[] payload() {
        return request.payload();
    }

    @Override
    public int payloadBytes() {
        return request.payloadBytes();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return request.peer();
    }

    @Override
    public boolean hasDeadline() {
        return request.hasDeadline();
    }

    @Override
    public Optional<Duration> remaining() {
        return request.remaining();
    }

    @Override
    public boolean isServerClosing() {
        return request.isServerClosing();
    }

    @Override
    public void interruptWhenServerCloses() {
        request.interruptWhenServerCloses();
    }

    @Override
    public boolean isCancelled() {
        return request.isCancelled();
    }
}
