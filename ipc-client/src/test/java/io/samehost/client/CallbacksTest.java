package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.wire.Response;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The corners of a connection that is just being closed. */
@Timeout(20)
final class CallbacksTest {
    private TemporaryDirectory directory;
    private ListeningSocket socket;

    @BeforeEach
    void listen() throws IOException {
        directory = new TemporaryDirectory();
        socket = Transports.listen(Way.UNIX_JDK.in(directory.path()), ListenOptions.DEFAULT);
    }

    @AfterEach
    void closeAll() throws IOException {
        socket.close();
        directory.close();
    }

    private SocketChannel connect() throws IOException {
        return Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10));
    }

    /** Another thread may have taken its answer from the socket just before. */
    @Test
    void anAnswerThatComesAfterTheThreadHasEndedCompletesItsFuture() throws Exception {
        ClientConnection connection = new ClientConnection(connect(), "test", Duration.ZERO);
        connection.callbacks().wake();
        connection.fail(new IOException("over"));
        Awaitility.await().until(() -> ClientContract.threadsOfClients().isEmpty());
        AsyncCall late = new AsyncCall(0);
        late.connection(connection);
        late.answer(Response.ok(new byte[] {1}));
        late.complete();
        assertArrayEquals(new byte[] {1}, late.future().get(10, TimeUnit.SECONDS));
    }

    @Test
    void aConnectionThatCannotBeMadeLeavesNoDescriptorOpen() throws Exception {
        new ClientConnection(connect(), "test", Duration.ZERO).fail(new IOException("over"));
        long before = openDescriptors();
        for (int i = 0; i < 10; i++) {
            SocketChannel channel = connect();
            channel.close();
            assertThrows(IOException.class, () -> new ClientConnection(channel, "test", Duration.ZERO));
        }
        long after = openDescriptors();
        assertTrue(after <= before, () -> "before=" + before + " after=" + after);
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
