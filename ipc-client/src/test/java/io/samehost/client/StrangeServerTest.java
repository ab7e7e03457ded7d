package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** A client against servers that are nothing but a socket. */
final class StrangeServerTest extends BareServerFixture {
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));

    private SocketChannel server;

    @BeforeEach
    void accept() throws IOException {
        server = socket.channel().accept();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
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
        readRequest(server);
        write(server, direct("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ConnectionClosedException failure = assertInstanceOf(ConnectionClosedException.class, failureOf(call));
        assertTrue(failure.getMessage().contains("not a ttrpc server"), failure.getMessage());
    }

    @Test
    void whatAServerAnsweredBeforeItClosedArrives() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        readRequest(server);
        answer(server, 1, new byte[1_000_000]);
        server.close();
        assertEquals(1_000_000, call.get(10, TimeUnit.SECONDS).length);
    }

    @Test
    void answersThatNobodyAskedForAreDropped() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        readRequest(server);
        for (int streamId : new int[] {7, 2, 0, 1}) {
            answer(server, streamId, new byte[] {(byte) streamId});
        }
        assertEquals(1, call.get(10, TimeUnit.SECONDS)[0]);
    }

    @Test
    void anAnswerTooLargeEndsItsCallAlone() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        readRequest(server);
        write(
                server,
                direct(ByteBuffer.allocate(10)
                        .putInt((4 << 20) + 1)
                        .putInt(1)
                        .put((byte) 2)
                        .array()));
        CallException failure = assertInstanceOf(CallException.class, failureOf(call));
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, failure.status().code());
    }

    @Test
    void aCloseInTheMiddleOfAnAnswerEndsTheCall() throws Exception {
        CompletableFuture<byte[]> call = callAsync();
        readRequest(server);
        write(server, direct(new byte[] {0, 0, 1}));
        server.close();
        assertInstanceOf(ConnectionClosedException.class, failureOf(call));
    }
}
