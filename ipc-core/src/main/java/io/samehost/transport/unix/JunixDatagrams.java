package io.samehost.transport.unix;

import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * An AF_UNIX datagram socket, which junixsocket alone can open. Sending and closing are for any thread, the rest for the
 * one that opened it.
 */
public final class JunixDatagrams implements Closeable {
    private final AFUNIXDatagramChannel channel;

    /** Guarded by this. */
    private Optional<AFUNIXDatagramChannel> duplicate = Optional.empty();

    /** Guarded by this. */
    private boolean closed;

    private JunixDatagrams(AFUNIXDatagramChannel channel) {
        this.channel = channel;
    }

    /** A socket without a name. */
    public static JunixDatagrams open() throws IOException {
        return new JunixDatagrams(AFUNIXDatagramChannel.open());
    }

    /** A server's socket. Only in a private directory: what has that path would be replaced. */
    public static JunixDatagrams bind(SocketAddress address) throws IOException {
        JunixDatagrams socket = open();
        try {
            socket.channel.setDeleteOnClose(false);
            socket.channel.bind(address);
            return socket;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, socket);
            throw e;
        }
    }

    /** An abstract name that nobody else has. */
    public static String unusedName() {
        return "samehost-" + UUID.randomUUID();
    }

    /**
     * True if a datagram found nobody at its address. While the receiver's socket is going away that is a broken pipe, and
     * junixsocket wraps it, since it closes the sender's socket.
     */
    public static boolean isRefused(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionRefusedSocketException || cause instanceof BrokenPipeSocketException) {
                return true;
            }
        }
        return false;
    }

    public DatagramChannel channel() {
        return channel;
    }

    /** The most bytes one datagram carries: {@code unix_dgram_sendmsg} in Linux keeps 32 of the send buffer back. */
    public int limitBytes() throws IOException {
        return channel.getOption(StandardSocketOptions.SO_SNDBUF) - 32;
    }

    /**
     * Sends through a duplicate of the descriptor: when nobody is there any more to be answered, junixsocket closes the
     * descriptor that the answer was sent through, which must not be the one that the server receives on.
     *
     * @return the number of bytes sent; 0 if there is no room now
     */
    public synchronized int send(ByteBuffer datagram, SocketAddress to) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (duplicate.isEmpty()) {
            AFUNIXDatagramChannel fresh =
                    FileDescriptorCast.duplicating(channel.getFileDescriptor()).as(AFUNIXDatagramChannel.class);
            fresh.setDeleteOnClose(false);
            fresh.setShutdownOnClose(false); // it would shut down the one that we receive on, too
            fresh.configureBlocking(false);
            duplicate = Optional.of(fresh);
        }
        try {
            return duplicate.get().send(datagram, to);
        } catch (IOException e) {
            Closing.because(e, duplicate.get());
            duplicate = Optional.empty();
            throw e;
        }
    }

    /**
     * The sender's address as {@link #send} takes it; null if the sender has none. junixsocket 2.11.1 gives an abstract
     * name with NULs behind it, up to 107 bytes, which is another name.
     */
    public static SocketAddress replyTo(SocketAddress from) throws IOException {
        byte[] name = ((AFUNIXSocketAddress) from).getPathAsBytes();
        int end = name.length;
        while (end > 0 && name[end - 1] == 0) {
            end--;
        }
        if (end == 0) {
            return null; // bound to nothing
        }
        return end == name.length ? from : AFUNIXSocketAddress.of(Arrays.copyOf(name, end));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Closing.all(
                () -> {
                    if (duplicate.isPresent()) {
                        duplicate.get().close();
                    }
                },
                channel);
    }
}
