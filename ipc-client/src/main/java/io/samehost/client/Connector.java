package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
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

    /** Opens the channels of a connector. */
    interface Opener {
        /** Waits for the server no longer than {@code attemptNanos}. */
        SocketChannel open(long attemptNanos) throws IOException;
    }

    private final Address address;
    private final Opener opener;
    private final long attemptNanos;
    private final long waitForServerNanos;
    private final PeerPolicy serverUsers;
    private final BooleanSupplier mayComeUp;
    private final BooleanSupplier closed;

    /** Read by any thread. */
    private volatile Optional<PeerCredentials> server = Optional.empty();

    /** 0 after a success. Read by any thread. */
    private volatile long pauseNanos;

    private long failedAtNanos;

    /** Takes from the configuration the times to connect and to wait for the server, its users, and the socket buffers. */
    public Connector(Address address, ClientConfig config) {
        this(address, config, () -> true, () -> false);
    }

    /**
     * As above.
     *
     * @param mayComeUp says false once the server will not come up any more
     * @param closed says true once nobody wants a connection any more
     */
    Connector(Address address, ClientConfig config, BooleanSupplier mayComeUp, BooleanSupplier closed) {
        this(
                address,
                attemptNanos -> Transports.connect(address, attemptNanos, config.socketBufferBytes()),
                config,
                mayComeUp,
                closed);
    }

    /** A connector whose channels {@code opener} has. */
    Connector(Address address, Opener opener, ClientConfig config, BooleanSupplier mayComeUp, BooleanSupplier closed) {
        this.address = address;
        this.opener = opener;
        this.mayComeUp = mayComeUp;
        this.closed = closed;
        this.attemptNanos = TimeUnit.NANOSECONDS.convert(config.connectTimeout());
        this.waitForServerNanos = TimeUnit.NANOSECONDS.convert(config.waitForServer());
        this.serverUsers = config.serverUsers();
    }

    /**
     * Connects, and tries again while the server may still come up. The server's user is known when this returns.
     *
     * @param limitNanos how long the caller can wait, whatever the configuration says
     * @throws ConnectFailedException if there is no connection; the reason is in it
     * @throws ForeignServerException if the server is of a user that the configuration does not allow
     * @throws ConnectionClosedException if the client was closed meanwhile
     */
    public SocketChannel connect(long limitNanos) throws IOException {
        long totalNanos = patienceNanos(limitNanos);
        long startNanos = System.nanoTime();
        while (true) {
            pause(totalNanos - (System.nanoTime() - startNanos));
            if (closed.getAsBoolean()) {
                throw ConnectionClosedException.clientClosed();
            }
            try {
                long leftNanos = totalNanos - (System.nanoTime() - startNanos);
                SocketChannel channel = opener.open(Math.max(1, Math.min(attemptNanos, leftNanos)));
                requirePermitted(channel);
                pauseNanos = 0;
                return channel;
            } catch (ForeignServerException e) {
                failed();
                throw e;
            } catch (ConnectFailedException e) {
                failed();
                if (!e.mayComeUp()
                        || !mayComeUp.getAsBoolean()
                        || System.nanoTime() - startNanos >= Math.min(totalNanos, waitForServerNanos)) {
                    throw e;
                }
            }
        }
    }

    /** Asks whose the server is, unless any will do and the answer would cost milliseconds. */
    private void requirePermitted(SocketChannel channel) throws ForeignServerException {
        boolean any = serverUsers.permits(Optional.empty());
        server = any && !PeerCredentials.isCheap(channel) ? Optional.empty() : PeerCredentials.ofServer(channel);
        if (!serverUsers.permits(server)) {
            ForeignServerException foreign = new ForeignServerException(address, server);
            Closing.because(foreign, channel);
            throw foreign;
        }
    }

    /** The user whose server was connected to last; empty if that is not known, or was not asked for TCP. */
    public Optional<PeerCredentials> server() {
        return server;
    }

    /** True if the last attempt failed. From any thread. */
    boolean isFailing() {
        return pauseNanos > 0;
    }

    /** Time that connecting may take in all. */
    long patienceNanos(long limitNanos) {
        return Math.min(limitNanos, Math.max(attemptNanos, waitForServerNanos));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
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
