package io.samehost.transport.unix;

import io.samehost.transport.system.SocketBuffers;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** AF_UNIX stream sockets as one provider opens them. Knows nothing of files beyond their path. */
public interface UnixSockets {

    /** The name that a user sees. */
    String provider();

    boolean work();

    /** The bytes that a path may have; a longer one fails, or is cut off in silence. */
    int pathLimitBytes();

    SocketAddress at(Path path) throws IOException;

    SocketAddress atAbstractName(String name) throws IOException;

    /** True if bind puts a new socket in the place of a file that is there, so that a path is safe out of sight alone. */
    boolean bindReplacesFiles();

    /**
     * Binds and listens.
     *
     * @throws java.net.BindException if the address is in use
     */
    ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException;

    /**
     * Connects without waiting; the channel is in blocking mode.
     *
     * @param socketBufferBytes as {@link SocketBuffers} has it
     * @throws java.net.ConnectException if nobody listens there
     * @throws java.net.SocketException for any other reason, a full backlog among them: the JDK does not tell them
     *     apart
     */
    SocketChannel tryConnect(SocketAddress address, int socketBufferBytes) throws IOException;
}
