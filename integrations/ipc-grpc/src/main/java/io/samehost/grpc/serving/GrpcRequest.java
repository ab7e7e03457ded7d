package io.samehost.grpc.serving;

import io.grpc.Deadline;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A request that came by gRPC. Thread-safe. */
record GrpcRequest(
        String service, String method, byte[] payload, Metadata metadata, Optional<Deadline> deadline, CallState state)
        implements ServerRequest {

    /** A program on another machine is no process of a user of this one. */
    @Override
    public Optional<PeerCredentials> peer() {
        return Optional.empty();
    }

    @Override
    public boolean hasDeadline() {
        return deadline.isPresent();
    }

    @Override
    public Optional<Duration> remaining() {
        return deadline.map(end -> Duration.ofNanos(Math.max(0, end.timeRemaining(TimeUnit.NANOSECONDS))));
    }

    @Override
    public boolean isServerClosing() {
        return state.isServerClosing();
    }

    @Override
    public void interruptWhenServerCloses() {
        state.interruptWhenServerCloses();
    }

    @Override
    public boolean isCancelled() {
        return state.isCancelled() || deadline.filter(Deadline::isExpired).isPresent();
    }
}
