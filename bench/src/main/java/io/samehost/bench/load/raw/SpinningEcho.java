package io.samehost.bench.load.raw;

import io.samehost.address.Address;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Echoes bytes as they come, and never sleeps while it waits for them, as no engine of the library does. */
public final class SpinningEcho implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ListeningSocket listening;
    private final ListenOptions options;

    private SpinningEcho(ListeningSocket listening, ListenOptions options) {
        this.listening = listening;
        this.options = options;
    }

    /** Serves until it is closed, each connection on a thread of its own. */
    public static SpinningEcho start(String address, BufferSize buffers) throws IOException {
        ListenOptions options = new ListenOptions(
                ListenOptions.DEFAULT.backlog(), ListenOptions.DEFAULT.socketFileMode(), buffers.bytes());
        SpinningEcho echo = new SpinningEcho(Transports.listen(Address.parse(address), options), options);
        daemon(echo::accept);
        return echo;
    }

    public Address address() {
        return listening.address();
    }

    private void accept() {
        while (listening.channel().isOpen()) {
            try {
                SocketChannel channel = listening.channel().accept();
                Transports.accepted(channel, options);
                channel.configureBlocking(false);
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
        Thread thread = new Thread(task, "spinning-echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
