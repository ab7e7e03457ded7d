package io.samehost.transport.unix;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.util.OptionalInt;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.FileDescriptorAccess;
import org.newsclub.net.unix.FileDescriptorCast;

/** Stream sockets of any family that this process was started with, by their descriptors. */
public final class JunixDescriptors {
    private JunixDescriptors() {}

    /**
     * The channel of a descriptor: an {@link AFServerSocketChannel} that neither deletes its file nor shuts the socket down
     * when it is closed, or an {@link AFSocketChannel} whose close ends the connection.
     *
     * @throws IOException if the descriptor is no stream socket
     */
    public static NetworkChannel adopt(int descriptor) throws IOException {
        FileDescriptorCast cast = FileDescriptorCast.unsafeUsing(descriptor);
        if (!cast.isAvailable(AFSocketChannel.class)) {
            throw new IOException("not a stream socket");
        }
        // First as a connection: to be asked for the other, a connected socket would end when that object is collected.
        AFSocketChannel<?> connection = cast.as(AFSocketChannel.class);
        if (connection.isConnected()) {
            connection.socket().addCloseable(descriptorOf(cast));
            return connection;
        }
        AFServerSocketChannel<?> listening = cast.as(AFServerSocketChannel.class);
        if (listening.getLocalAddress() == null) {
            throw new IOException("socket is bound to nothing");
        }
        listening.setDeleteOnClose(false);
        listening.setShutdownOnClose(false);
        return listening;
    }

    /** The descriptor of a channel; empty if the channel is not junixsocket's, or is closed. */
    public static OptionalInt numberOf(NetworkChannel channel) {
        try {
            return channel instanceof FileDescriptorAccess access
                    ? OptionalInt.of(
                            FileDescriptorCast.using(access.getFileDescriptor()).as(Integer.class))
                    : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** A channel that was made from a descriptor shuts the connection down when it is closed, and leaves the number taken. */
    private static Closeable descriptorOf(FileDescriptorCast cast) throws IOException {
        return cast.as(FileInputStream.class);
    }
}
