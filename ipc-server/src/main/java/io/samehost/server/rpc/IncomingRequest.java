package io.samehost.server.rpc;

import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.Metadata;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A request as it came from the wire, and the time at which it came. Thread-safe. */
public final class IncomingRequest implements ServerRequest {
    private static final long NO_DEADLINE = 0;

    /** A client that says more means none, and a timer for it would only keep memory. */
    private static final long LONGEST_TIMEOUT_NANOS = TimeUnit.DAYS.toNanos(365);

    private final Request request;
    private final Optional<PeerCredentials> peer;
    private final long receivedNanos;
    private final int heldBytes;
    private volatile boolean cancelled;
    private volatile boolean serverClosing;

    /** Set once the handler has asked for it. */
    private volatile boolean interruptedAtClosing;

    public IncomingRequest(Request request, Optional<PeerCredentials> peer) {
        this.request = request;
        this.peer = peer;
        this.receivedNanos = hasDeadline() ? System.nanoTime() : NO_DEADLINE;
        this.heldBytes = request.large().map(Payload::heldBytes).orElse(request.payload().length);
    }

    /** The memory that the payload takes until the call is over. */
    int heldBytes() {
        return heldBytes;
    }

    /** The payload, lent until {@link #giveBack}. */
    ByteBuffer buffer() {
        return request.large().map(Payload::buffer).orElseGet(() -> ByteBuffer.wrap(request.payload()));
    }

    /** The handler has returned, and its answer is queued. */
    void giveBack() {
        if (request.large().isPresent()) {
            request.large().get().giveBack();
        }
    }

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
        return request.large().map(Payload::copy).orElse(request.payload());
    }

    @Override
    public int payloadBytes() {
        return request.sizeBytes();
    }

    @Override
    public Metadata metadata() {
        return request.metadata();
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return peer;
    }

    /** It may have passed already: Go's client sends what is left even below zero. */
    @Override
    public boolean hasDeadline() {
        return request.timeoutNanos() != 0 && request.timeoutNanos() <= LONGEST_TIMEOUT_NANOS;
    }

    @Override
    public Optional<Duration> remaining() {
        return hasDeadline() ? Optional.of(Duration.ofNanos(Math.max(0, remainingNanos()))) : Optional.empty();
    }

    /** Only where {@link #hasDeadline}; negative once it has passed. */
    public long remainingNanos() {
        return request.timeoutNanos() - (System.nanoTime() - receivedNanos);
    }

    @Override
    public boolean isCancelled() {
        return cancelled || isExpired();
    }

    @Override
    public boolean isServerClosing() {
        return serverClosing;
    }

    @Override
    public void interruptWhenServerCloses() {
        interruptedAtClosing = true;
        if (serverClosing) {
            Thread.currentThread().interrupt();
        }
    }

    void serverCloses() {
        serverClosing = true;
    }

    /** True if the server closes and the handler wants to be interrupted then. */
    boolean wantsInterrupt() {
        return interruptedAtClosing && serverClosing;
    }

    boolean isExpired() {
        return hasDeadline() && remainingNanos() <= 0;
    }

    void cancel() {
        cancelled = true;
    }
}
