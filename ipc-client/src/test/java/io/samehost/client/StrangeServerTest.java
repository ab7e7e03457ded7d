package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.wire.FrameEncoder;
import io.samehost.wire.Response;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client against servers that are nothing but a socket. */
@ParameterizedClass
@EnumSource(Way.class)
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrangeServerTest {
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));
    private static final byte[] NO_BYTES = {};

    @Parameter
    Way way;

    private TemporaryDirectory directory;
    private ListeningSocket socket;
    private Client client;
    private SocketChannel server;

    @BeforeEach
    void connect() throws IOException {
        directory = new TemporaryDirectory();
        socket = Transports.listen(way.in(directory.path()), ListenOptions.DEFAULT);
        client = Client.connect(socket.address());
        server = socket.channel().accept();
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
        socket.close();
        directory.close();
    }

    private void send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(part.length).put(part).flip();
            while (bytes.hasRemaining()) {
                assertTrue(server.write(bytes) >= 0);
            }
        }
    }

    private void awaitRequest() throws IOException {
        assertTrue(server.read(ByteBuffer.allocateDirect(10_000)) > 0);
    }

    private CompletableFuture<byte[]> callAsync() {
        return client.callAsync("test.Service", "any", NO_BYTES);
    }

    private static Throwable failureOf(CompletableFuture<byte[]> call) {
        return assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS))
                .getCause();
    }

    private static void assertSoon(long startNanos) {
        assertTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void aServerThatSaysNothingMeetsTheDeadline() {
        long startNanos = System.nanoTime();
        CompletableFuture<byte[]> other = client.callAsync("test.Service", "any", NO_BYTES, SOON);
        CallException late =
                assertThrows(CallException.class, () -> client.call("test.Service", "any", NO_BYTES, SOON));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        assertInstanceOf(CallException.class, failureOf(other));
        assertSoon(startNanos);
    }

    @Test
    void aServerThatDoesNotReadMeetsTheDeadlineWhateverIsQueued() {
        long startNanos = System.nanoTime();
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(client.callAsync("test.Service", "any", new byte[4_000_000], SOON));
        }
        CallException late =
                assertThrows(CallException.class, () -> client.call("test.Service", "any", NO_BYTES, SOON));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        calls.forEach(call -> assertInstanceOf(CallException.class, failureOf(call)));
        assertSoon(startNanos);
    }

    @Test
    void aServerThatDoesNotReadIsNotSentWithoutLimit() {
        for (int i = 0; i < 20; i++) {
            var unused = client.callAsync("test.Service", "any", new byte[4_000_000]);
        }
        CallException full =
                assertThrows(CallException.class, () -> client.call("test.Service", "any", NO_BYTES, SOON));
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, full.status().code());
        assertTrue(full.getMessage().contains("limitBytes="), full.getMessage());
    }

    @Test
    void aServerThatSpeaksSomethingElseIsTold() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        awaitRequest();
        send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ConnectionClosedException failure = assertInstanceOf(ConnectionClosedException.class, failureOf(call));
        assertTrue(failure.getMessage().contains("not a ttrpc server"), failure.getMessage());
    }

    @Test
    void whatAServerAnsweredBeforeItClosedArrives() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        awaitRequest();
        var frame = new FrameEncoder().response(1, Response.ok(new byte[1_000_000]));
        byte[] head = new byte[frame.head().remaining()];
        frame.head().get(head);
        send(head, frame.payload());
        server.close();
        assertEquals(1_000_000, call.get(10, TimeUnit.SECONDS).length);
    }

    @Test
    void answersThatNobodyAskedForAreDropped() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        awaitRequest();
        for (int streamId : new int[] {7, 2, 0, 1}) {
            var frame = new FrameEncoder().response(streamId, Response.ok(new byte[] {(byte) streamId}));
            byte[] head = new byte[frame.head().remaining()];
            frame.head().get(head);
            send(head, frame.payload());
        }
        assertEquals(1, call.get(10, TimeUnit.SECONDS)[0]);
    }

    @Test
    void anAnswerTooLargeEndsItsCallAlone() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        awaitRequest();
        send(ByteBuffer.allocate(10)
                .putInt((4 << 20) + 1)
                .putInt(1)
                .put((byte) 2)
                .array());
        CallException failure = assertInstanceOf(CallException.class, failureOf(call));
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, failure.status().code());
    }

    @Test
    void aCloseInTheMiddleOfAnAnswerEndsTheCall() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        awaitRequest();
        send(new byte[] {0, 0, 1});
        server.close();
        assertInstanceOf(ConnectionClosedException.class, failureOf(call));
    }
}
