package io.samehost.transport;

import io.samehost.address.Address;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/**
 * A bound socket that accepts, with what has to be undone when it closes. Any thread may close it.
 *
 * <p>A channel that is registered with a selector goes on accepting after its close until the next select, so an event
 * loop closes in three steps: {@link #closeChannel}, {@code selectNow}, {@link #close}.
 */
public final class ListeningSocket implements Closeable {
    private final ServerSocketChannel channel;
    private final Address address;
    private final String provider;
    private final Closeable files;

    /** Takes over channel and files; {@code files} must allow to be closed twice. */
    ListeningSocket(ServerSocketChannel channel, Address address, String provider, Closeable files) {
        this.channel = channel;
        this.address = address;
        this.provider = provider;
        this.files = files;
    }

    /**
     * The channel, in blocking mode. Pass what it accepts to {@link Transports#accepted}. Its local address is not for
     * printing: a socket file keeps the temporary name that it was bound under. Use {@link #address}.
     */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** Where clients reach it: the address asked for, with the port that was picked where 0 was asked for. */
    public Address address() {
        return address;
    }

    /** Who opened it, as the ready line prints it: {@code jdk} or {@code junixsocket}. */
    public String provider() {
        return provider;
    }

    /** Stops accepting, and leaves the files. May be called twice. */
    public void closeChannel() throws IOException {
        channel.close();
    }

    /**
     * Closes the channel, removes the socket file if it is still ours, and releases its lock. May be called twice.
     *
     * @throws IOException the first failure, with the others suppressed; every step has been tried
     */
    @Override
    public void close() throws IOException {
        Closing.all(this::closeChannel, files);
    }
}
