package io.samehost.server;

import io.samehost.transport.PeerCredentials;
import io.samehost.wire.Metadata;
import io.samehost.wire.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * One call as its handler sees it. May be used from any thread.
 *
 * <p>A call is cancelled when its deadline passes or its connection closes. The handler learns it from {@link
 * #isCancelled}, and the thread that runs it is interrupted unless the handler runs inline.
 */
public final class ServerRequest {
    private static final long NO_DEADLINE = 0;

    private final Request request;
    private final Optional<PeerCredentials> peer;
    private final long receivedNanos;
    private volatile boolean cancelled;

    ServerRequest(Request request, Optional<PeerCredentials> peer) {
        this.request = request;
        this.peer = peer;
        this.receivedNanos = hasDeadline() ? System.nanoTime() : NO_DEADLINE;
    }

    public String service() {
        return request.service();
    }

    public String method() {
        return request.method();
    }

    /** The arguments. The array is the handler's own. */
    public byte[] payload() {
        return request.payload();
    }

    public Metadata metadata() {
        return request.metadata();
    }

    /** Who calls; empty where the kernel does not tell. */
    public Optional<PeerCredentials> peer() {
        return peer;
    }

    /** True if the client set a deadline. It may have passed already: Go's client sends what is left even below zero. */
    public boolean hasDeadline() {
        return request.timeoutNanos() != 0;
    }

    /** What is left until the deadline, zero once it has passed; empty without a deadline. */
    public Optional<Duration> remaining() {
        return hasDeadline() ? Optional.of(Duration.ofNanos(Math.max(0, remainingNanos()))) : Optional.empty();
    }

    /** Only where {@link #hasDeadline}; negative once it has passed. */
    long remainingNanos() {
        return request.timeoutNanos() - (System.nanoTime() - receivedNanos);
    }

    /** True once nobody waits for the answer any more. Work that takes long should look now and then. */
    public boolean isCancelled() {
        return cancelled || isExpired();
    }

    boolean isExpired() {
        return hasDeadline() && remainingNanos() <= 0;
    }

    void cancel() {
        cancelled = true;
    }
}
