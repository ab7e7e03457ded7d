package io.samehost.transport.unix;

import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Platform;
import io.samehost.transport.system.SocketBuffers;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The JDK's own AF_UNIX channels. */
final class JdkUnixSockets implements UnixSockets {
    /** {@code sizeof(sun_path)} is 108 on Linux and 104 on macOS; the JDK keeps two bytes back. */
    private static final int PATH_LIMIT_BYTES = Platform.IS_MAC ? 102 : 106;

    @Override
    public String provider() {
        return "jdk";
    }

    @Override
    public boolean work() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }

    @Override
    public int pathLimitBytes() {
        return PATH_LIMIT_BYTES;
    }

    @Override
    public SocketAddress at(Path path) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketAddress atAbstractName(String name) {
        throw new IllegalArgumentException("the JDK has no abstract names: name=@" + name);
    }

    @Override
    public boolean bindReplacesFiles() {
        return false;
    }

    @Override
    public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(address, backlog);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    @Override
    public SocketChannel tryConnect(SocketAddress address, int socketBufferBytes) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Not in blocking mode: that waits without limit while the backlog is full.
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                throw new SocketException("connect is pending");
            }
            channel.configureBlocking(true);
            SocketBuffers.set(channel, socketBufferBytes);
            return channel;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }
}
