package io.samehost.server.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Times of one connection by which a sweep tells that it stands still. */
final class Times {
    private final long openedNanos = System.nanoTime();

    /** Written by the reading thread only. */
    private final AtomicLong receivedBytes = new AtomicLong();

    /** Written by the reading thread only. */
    private final AtomicLong lastInputNanos = new AtomicLong(System.nanoTime());

    /** Sweep. The count of whole messages when it last changed, or when no message was begun. */
    private long messages;

    private long messageSinceNanos = System.nanoTime();

    /** Sweep. The count of bytes sent when it last changed, or when nothing was queued. */
    private long sentBytes;

    private long outputSinceNanos = System.nanoTime();

    /** Reading thread: the session is given input. */
    void input() {
        lastInputNanos.setRelease(System.nanoTime());
    }

    /** Reading thread: so many bytes were read; less than 1 if none were. Returns the same. */
    int received(int bytes) {
        if (bytes > 0) {
            receivedBytes.setRelease(receivedBytes.getPlain() + bytes);
        }
        return bytes;
    }

    long receivedBytes() {
        return receivedBytes.getAcquire();
    }

    Duration sinceOpened() {
        return Duration.ofNanos(System.nanoTime() - openedNanos);
    }

    long lastInputNanos() {
        return lastInputNanos.getAcquire();
    }

    /**
     * Sweep: takes note of the message that the peer is in the middle of.
     *
     * @param begun false if no message has begun, or if it is us who do not read the rest
     * @param wholeMessages that have come so far
     * @return how long that message has taken, 0 if none has begun
     */
    long messageNanos(boolean begun, long wholeMessages, long nowNanos) {
        if (!begun || wholeMessages != messages) {
            messages = wholeMessages;
            messageSinceNanos = nowNanos;
        }
        return nowNanos - messageSinceNanos;
    }

    /**
     * Sweep: takes note of the output.
     *
     * @return how long the peer has taken nothing of it, 0 if there is none
     */
    long outputNanos(boolean empty, long sentBytesSoFar, long nowNanos) {
        if (empty || sentBytesSoFar != sentBytes) {
            sentBytes = sentBytesSoFar;
            outputSinceNanos = nowNanos;
        }
        return nowNanos - outputSinceNanos;
    }
}
