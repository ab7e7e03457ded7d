package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A bound datagram socket. A server's answers whoever sent to it; a client's is connected to its server, so that the
 * kernel lets nobody else's datagrams in.
 *
 * <p>Receiving and waiting are for one thread; sending and closing for any.
 */
public final class DatagramPort implements Closeable {

    /** Sends and receives as one family does. */
    interface Sender {
        /** The number of bytes sent; 0 if there is no room now. */
        int send(ByteBuffer datagram, SocketAddress to) throws IOException;

        /** The sender, as {@link #send} takes it; null if the sender has no address to answer to. */
        SocketAddress replyTo(SocketAddress from) throws IOException;
    }

    private final DatagramChannel channel;
    private final Sender sender;
    private final Selector selector;
    private final Address address;
    private final String provider;
    private final int limitBytes;
    private final Optional<PeerCredentials> server;
    private final Closeable files;

    DatagramPort(
            DatagramChannel channel,
            Sender sender,
            Address address,
            String provider,
            int limitBytes,
            Optional<PeerCredentials> server,
            Closeable files)
            throws IOException {
        this.channel = channel;
        this.sender = sender;
        this.address = address;
        this.provider = provider;
        this.limitBytes = limitBytes;
        this.server = server;
        this.files = files;
        channel.configureBlocking(false);
        this.selector = channel.provider().openSelector();
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** The address for clients, with the port that was picked where 0 was asked for. */
    public Address address() {
        return address;
    }

    /** The provider that opened it: {@code jdk} or {@code junixsocket}. */
    public String provider() {
        return provider;
    }

    /**
     * The user whose server this is connected to, as it was before the first byte.
     *
     * @return empty if nobody can say, as over UDP always, and for a server's own port. Trust nobody then.
     */
    public Optional<PeerCredentials> server() {
        return server;
    }

    /** The most bytes that one datagram of this family carries. */
    public int limitBytes() {
        return limitBytes;
    }

    /**
     * Waits for something to receive.
     *
     * @param timeoutNanos 0 or less looks and does not wait; the wait may be up to a millisecond longer
     */
    public void await(long timeoutNanos) throws IOException {
        if (timeoutNanos <= 0) {
            selector.selectNow(key -> {});
        } else {
            selector.select(key -> {}, 1 + TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
        }
    }

    /** Wakes the thread in {@link #await}. */
    public void wakeUp() {
        selector.wakeup();
    }

    /**
     * Receives one datagram into {@code in}; what does not fit is lost.
     *
     * @return where to answer; empty if there is none to receive, or if its sender has no address: then {@code in} has
     *     bytes
     */
    public Optional<SocketAddress> receive(ByteBuffer in) throws IOException {
        SocketAddress from = channel.receive(in);
        return from == null ? Optional.empty() : Optional.ofNullable(sender.replyTo(from));
    }

    /** Receives from the server that this is connected to; false if there is nothing. */
    public boolean read(ByteBuffer in) throws IOException {
        int before = in.position();
        channel.receive(in);
        return in.position() > before;
    }

    /**
     * Sends one datagram, from any thread, without waiting.
     *
     * @return false if it was not sent since there is no room, here or at the receiver: AF_UNIX says so, UDP loses it
     */
    public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
        int length = datagram.remaining();
        return sender.send(datagram, to) == length;
    }

    /** Sends to the server that this is connected to. */
    public boolean write(ByteBuffer datagram) throws IOException {
        int length = datagram.remaining();
        return channel.write(datagram) == length;
    }

    /** Closes, and removes the socket file if it is still ours. May be called twice. */
    @Override
    public void close() throws IOException {
        Closing.all(selector, channel, files);
    }
}
