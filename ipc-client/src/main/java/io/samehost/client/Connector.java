package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.ConnectFailedException;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes a client's connections, one after the other, and spaces its attempts: after a failure the next attempt waits,
 * twice as long each time up to a second, so that a caller who tries again at once does not spin. For those who want the
 * bare channel, too. Not thread-safe.
 */
public final class Connector {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Address address;
    private final long attemptNanos;
    private final long waitForServerNanos;
    private final int socketBufferBytes;
    private final BooleanSupplier closed;

    /** 0 after a success. */
    private long pauseNanos;

    private long failedAtNanos;

    /** Of the configuration, only the times to connect and to wait for the server and the socket buffers count here. */
    public Connector(Address address, ClientConfig config) {
        this(address, config, () -> false);
    }

    /** {@code closed} says true once nobody wants a connection any more. */
    Connector(Address address, ClientConfig config, BooleanSupplier closed) {
        this.address = address;
        this.closed = closed;
        this.attemptNanos = config.connectTimeout().toNanos();
        this.waitForServerNanos = config.waitForServer().toNanos();
        this.socketBufferBytes = config.socketBufferBytes();
    }

    /**
     * Connects, and tries again while the server may still come up.
     *
     * @param limitNanos how long the caller can wait, whatever the configuration says
     * @throws ConnectFailedException if there is no connection; the reason is in it
     * @throws ConnectionClosedException if the client was closed meanwhile
     */
    public SocketChannel connect(long limitNanos) throws IOException {
        long totalNanos = patienceNanos(limitNanos);
        long startNanos = System.nanoTime();
        while (true) {
            pause(totalNanos - (System.nanoTime() - startNanos));
            if (closed.getAsBoolean()) {
                throw new ConnectionClosedException(ClientConnection.CLIENT_CLOSED, null);
            }
            try {
                long leftNanos = totalNanos - (System.nanoTime() - startNanos);
                SocketChannel channel =
                        Transports.connect(address, Math.max(1, Math.min(attemptNanos, leftNanos)), socketBufferBytes);
                pauseNanos = 0;
                return channel;
            } catch (ConnectFailedException e) {
                failed();
                if (!mayComeUp(e) || System.nanoTime() - startNanos >= Math.min(totalNanos, waitForServerNanos)) {
                    throw e;
                }
            }
        }
    }

    /** How long connecting may take in all. */
    long patienceNanos(long limitNanos) {
        return Math.min(limitNanos, Math.max(attemptNanos, waitForServerNanos));
    }

    private static boolean mayComeUp(ConnectFailedException e) {
        return switch (e.reason()) {
            case MISSING, REFUSED, TIMED_OUT -> true;
            case PERMISSION, OTHER -> false;
        };
    }

    private void failed() {
        failedAtNanos = System.nanoTime();
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, pauseNanos * 2));
    }

    private void pause(long atMostNanos) throws InterruptedIOException {
        long sinceFailure = System.nanoTime() - failedAtNanos;
        long nanos = Math.min(atMostNanos, pauseNanos - sinceFailure);
        if (pauseNanos == 0 || nanos <= 0) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to connect: address=" + address);
        }
    }
}
