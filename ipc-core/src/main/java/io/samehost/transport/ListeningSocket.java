package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A bound socket that accepts, with what has to be undone when it closes. Any thread may close it.
 *
 * <p>A channel that is registered with a selector goes on accepting after its close until the next select, so an event
 * loop closes in three steps: {@link #closeChannel}, {@code selectNow}, {@link #close}.
 */
public sealed class ListeningSocket implements Closeable permits BorrowedSocket {
    private final ServerSocketChannel channel;
    private final Address address;
    private final String provider;
    private final Closeable hiding;
    private final Closeable files;

    /** Takes over channel and files; {@code files} must allow to be closed twice. */
    ListeningSocket(ServerSocketChannel channel, Address address, String provider, Closeable files) {
        this(channel, address, provider, () -> {}, files);
    }

    /** Takes over channel and files; {@code hiding} and {@code files} must allow to be closed twice. */
    ListeningSocket(ServerSocketChannel channel, Address address, String provider, Closeable hiding, Closeable files) {
        this.channel = channel;
        this.hiding = hiding;
        this.address = address;
        this.provider = provider;
        this.files = files;
    }

    /**
     * Waits for a connection, in blocking mode. For one thread.
     *
     * @throws ClosedChannelException after {@link #closeChannel}
     */
    public SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /**
     * The channel, in blocking mode. Pass what it accepts to {@link Transports#accepted}. Its local address is not for
     * printing: a socket file keeps the temporary name that it was bound under. Use {@link #address}.
     */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** The address for clients: the one asked for, with the port that was picked where 0 was asked for. */
    public Address address() {
        return address;
    }

    /** The provider that opened it, as the ready line prints it: {@code jdk} or {@code junixsocket}. */
    public String provider() {
        return provider;
    }

    /**
     * Removes the socket file if it is still ours, so that nobody new finds the socket. Who has found it is accepted as
     * before, and the lock stays. May be called twice. Does nothing where there is no file.
     */
    public void hide() throws IOException {
        hiding.close();
    }

    /** Stops accepting, and leaves the files. May be called twice. A channel that others gave stays open. */
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
