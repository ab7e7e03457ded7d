package io.samehost.transport.system;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

/** SO_SNDBUF and SO_RCVBUF of a connection: so many bytes each, or for 0 what the system gives. */
public final class SocketBuffers {
    private SocketBuffers() {}

    /** A listening socket has use for the receive buffer only: TCP connections inherit it. */
    public static void setReceiving(NetworkChannel channel, int bytes) throws IOException {
        if (bytes > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
        }
    }

    public static void set(SocketChannel channel, int bytes) throws IOException {
        setReceiving(channel, bytes);
        if (bytes > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        }
    }

    /**
     * The same number.
     *
     * @throws IllegalArgumentException if it is less than 0
     */
    public static int requireNotNegative(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("socket buffers cannot be negative: socketBufferBytes=" + bytes
                    + ", use 0 for what the system gives");
        }
        return bytes;
    }
}
