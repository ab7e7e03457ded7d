package io.samehost.client.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.call.AsyncCall;
import io.samehost.client.call.PendingCall;
import io.samehost.fixture.OpenDescriptors;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Way;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.wire.Metadata;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The corners of a connection that is just being closed. */
@Timeout(20)
final class CallbacksTest {
    private static final Request REQUEST = new Request("s", "m", new byte[0], 0, Metadata.EMPTY);

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

    /** A call as the thread sees it: something to complete. */
    private static final class FutureResponse extends AsyncCall {
        private final CompletableFuture<Response> future = new CompletableFuture<>();

        FutureResponse() {
            super(0, System.nanoTime());
        }

        @Override
        public void completeFuture() {
            try {
                future.complete(response());
            } catch (IOException e) {
                future.completeExceptionally(e);
            }
        }
    }

    /** Another thread may have taken its answer from the socket just before. */
    @Test
    void anAnswerThatComesAfterTheThreadHasEndedCompletesItsFuture() throws Exception {
        ClientConnection connection = new ClientConnection(connect(), "test", Duration.ZERO);
        connection.callbacks().wake();
        connection.fail(new IOException("over"));
        Awaitility.await().until(() -> connection.callbacks().isOver());
        FutureResponse late = new FutureResponse();
        late.owner(connection);
        late.take(Response.ok(new byte[] {1}));
        late.complete();
        assertArrayEquals(new byte[] {1}, late.future.get(10, TimeUnit.SECONDS).payload());
    }

    /** Ends with an error of the machine, such as want of memory, on the thread that then reads for everybody. */
    private static final class Bomb extends PendingCall {
        Bomb() {
            super(0, 0);
        }

        @Override
        protected void ended() {
            throw new OutOfMemoryError("for the test");
        }
    }

    @Test
    void anErrorThatEndsTheThreadEndsEveryCallToo() throws Exception {
        ClientConnection connection = new ClientConnection(connect(), "test", Duration.ZERO);
        try (SocketChannel server = socket.channel().accept()) {
            FutureResponse call = new FutureResponse();
            assertTrue(connection.begin(call, REQUEST));
            assertTrue(connection.begin(new Bomb(), REQUEST));
            var frame = new FrameEncoder().response(3, Response.ok(new byte[0]));
            server.write(frame.head());

            ExecutionException ended =
                    assertThrows(ExecutionException.class, () -> call.future.get(10, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, ended.getCause());
        }
    }

    /** A call whose caller's code fails as nothing should, where the machine has no memory. */
    private static final class FutureBomb extends AsyncCall {
        private final CountDownLatch tried = new CountDownLatch(1);

        FutureBomb() {
            super(0, System.nanoTime());
        }

        @Override
        public void completeFuture() {
            tried.countDown();
            throw new OutOfMemoryError("for the test");
        }
    }

    @Test
    void anErrorInACallbackEndsEveryCallAndRefusesTheNext() throws Exception {
        ClientConnection connection = new ClientConnection(connect(), "test", Duration.ZERO);
        try (SocketChannel server = socket.channel().accept()) {
            FutureResponse call = new FutureResponse();
            FutureBomb bomb = new FutureBomb();
            assertTrue(connection.begin(call, REQUEST));
            assertTrue(connection.begin(bomb, REQUEST));
            server.write(
                    new FrameEncoder().response(3, Response.ok(new byte[0])).head());

            assertTrue(bomb.tried.await(10, TimeUnit.SECONDS));
            ExecutionException ended =
                    assertThrows(ExecutionException.class, () -> call.future.get(10, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, ended.getCause());
            assertFalse(connection.begin(new FutureResponse(), REQUEST), "nobody would read its answer");
        }
    }

    @Test
    void aConnectionThatCannotBeMadeLeavesNoDescriptorOpen() throws Exception {
        new ClientConnection(connect(), "test", Duration.ZERO).fail(new IOException("over"));
        long before = OpenDescriptors.count();
        for (int i = 0; i < 10; i++) {
            SocketChannel channel = connect();
            channel.close();
            assertThrows(IOException.class, () -> new ClientConnection(channel, "test", Duration.ZERO));
        }
        long after = OpenDescriptors.count();
        assertTrue(after <= before, () -> "before=" + before + " after=" + after);
    }
}
