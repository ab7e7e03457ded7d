package io.samehost.server.connection;

import io.samehost.address.Address;
import io.samehost.server.lasting.LastingLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;

/**
 * A peer between accept and admission. It has a place among the connections, and either becomes one or leaves. It is made
 * before its channel is accepted: without memory for it, no channel is lost. One thread after the other has it.
 */
public final class Newcomer<D extends Driver> {
    private static final LastingLog LOG = new LastingLog(Newcomer.class);

    private final Semaphore places;
    private final Address address;
    private final D driver;
    private boolean hasPlace;

    /** Null before it is accepted, and once it is not the newcomer's any more. */
    private SocketChannel channel;

    /** {@code driver} is that of the connection to come, which came in on {@code address}. */
    public Newcomer(Semaphore places, Address address, D driver) {
        this.places = places;
        this.address = address;
        this.driver = driver;
    }

    Address address() {
        return address;
    }

    public D driver() {
        return driver;
    }

    /** To be asked between {@link #accept} and {@link #becomeConnection}. */
    public SocketChannel channel() {
        return channel;
    }

    /** Returns false if there is no place. */
    public boolean tryTakePlace() {
        hasPlace = places.tryAcquire();
        return hasPlace;
    }

    public void awaitPlace() {
        places.acquireUninterruptibly();
        hasPlace = true;
    }

    /** A source of channels. */
    public interface Source {
        /** The next one; null if nobody is there. */
        SocketChannel next() throws IOException;
    }

    /** Accepts its channel. Returns false if nobody is there; then, and if this fails, it leaves. */
    public boolean accept(Source source) throws IOException {
        try {
            channel = source.next();
        } finally {
            if (channel == null) {
                leave();
            }
        }
        return channel != null;
    }

    /** From now on channel and place are the connection's. */
    void becomeConnection() {
        channel = null;
        hasPlace = false;
    }

    /** Closes the channel and gives the place back. Does nothing after {@link #becomeConnection}, or a second time. */
    public void leave() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "close failed", e);
        } finally {
            channel = null;
            if (hasPlace) {
                hasPlace = false;
                places.release();
            }
        }
    }
}
