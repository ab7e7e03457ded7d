package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A listening socket and its ends, of whatever family and provider; all closed at the end. */
@Timeout(30)
abstract class TransportFixture {
    static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    TemporaryDirectory directory;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** An address that nobody serves. */
    abstract Address address(Path directory);

    abstract String provider();

    /** The reason of a connect that fails where nobody serves. */
    abstract ConnectFailedException.Reason absence();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        directory.close();
    }

    ListeningSocket listen(int backlog) throws IOException {
        return keep(Transports.listen(address(directory.path()), new ListenOptions(backlog, 0600)));
    }

    SocketChannel connect(ListeningSocket socket) throws IOException {
        return keep(Transports.connect(socket.address(), TIMEOUT_NANOS));
    }

    SocketChannel accept(ListeningSocket socket) throws IOException {
        SocketChannel channel = keep(socket.channel().accept());
        Transports.accepted(channel, ListenOptions.DEFAULT);
        return channel;
    }

    <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64);
        bytes.put(text.getBytes(StandardCharsets.UTF_8)).flip();
        while (bytes.hasRemaining()) {
            assertTrue(channel.write(bytes) >= 0);
        }
    }

    static String readToEnd(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64);
        while (channel.read(bytes) >= 0) {
            assertTrue(bytes.hasRemaining());
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
