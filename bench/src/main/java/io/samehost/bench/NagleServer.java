package io.samehost.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Echoes bytes as they come over TCP without no-delay, which the library's servers always set. A thread for each. */
final class NagleServer implements Closeable {
    /** A thousand connections must fit the memory for direct buffers. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocketChannel listening;

    private NagleServer(ServerSocketChannel listening) {
        this.listening = listening;
    }

    static NagleServer start() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                Scenario.MOST_CONNECTIONS);
        NagleServer server = new NagleServer(listening);
        daemon(server::accept);
        return server;
    }

    String address() throws IOException {
        return "tcp:127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel channel = listening.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, false);
                daemon(() -> echo(channel));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(SocketChannel channel) {
        try (channel) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException gone) {
            // the client sees the same and counts it
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "nagle-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
