package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client against a server that means it harm: it neither hangs past a deadline, nor grows without bound, nor dies. */
final class HostileServerTest extends BareServerFixture {
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));
    private static final byte TYPE_DATA = 3;
    private static final int UNKNOWN_STREAM = 9999;
    private volatile boolean over;

    @AfterEach
    void endParts() {
        over = true;
    }

    /** Part of a server. */
    private interface Part {
        void play(SocketChannel channel) throws Exception;
    }

    /** Plays a part of a server with the client's next connection. */
    private CompletableFuture<Void> serve(Part part) {
        return Background.run(() -> {
            try (SocketChannel channel = socket.channel().accept()) {
                part.play(channel);
            }
        });
    }

    /** Sends as long as the client takes it. */
    private void sendWithoutEnd(SocketChannel channel, ByteBuffer bytes) {
        try {
            while (!over) {
                write(channel, bytes.rewind());
            }
        } catch (IOException e) {
            // the client is gone, which ends this
        }
    }

    private static StatusCode statusOf(Throwable failure) {
        return assertInstanceOf(CallException.class, failure).status().code();
    }

    @Test
    void framesForNobodyDoNotHoldACallPastItsDeadline() {
        ByteBuffer frames = frames(header(0, UNKNOWN_STREAM, TYPE_RESPONSE), 10_000);
        var unused = serve(channel -> sendWithoutEnd(channel, frames));

        CompletableFuture<byte[]> async = client.callAsync("s", "m", NO_BYTES, SOON);
        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                statusOf(assertThrows(CallException.class, () -> client.call("s", "m", NO_BYTES, SOON))));
        ExecutionException late = assertThrows(ExecutionException.class, () -> async.get(20, TimeUnit.SECONDS));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, statusOf(late.getCause()));
    }

    @Test
    void framesForNobodyDoNotHoldAStreamPastItsDeadline() throws Exception {
        ByteBuffer frames = frames(header(0, UNKNOWN_STREAM, TYPE_DATA), 10_000);
        var first = serve(channel -> {});
        first.get(20, TimeUnit.SECONDS);
        var unused = serve(channel -> sendWithoutEnd(channel, frames));

        try (ClientStream stream = client.serverStream("s", "m", NO_BYTES, SOON)) {
            assertEquals(StatusCode.DEADLINE_EXCEEDED, statusOf(assertThrows(CallException.class, stream::receive)));
        }
    }

    @Test
    void halfAnAnswerAndThenSilenceMeetsTheDeadline() {
        var unused = serve(channel -> {
            write(channel, frames(header(4 << 20, 1, TYPE_RESPONSE), 1));
            readRequest(channel);
            while (!over) {
                Thread.onSpinWait();
            }
        });

        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                statusOf(assertThrows(CallException.class, () -> client.call("s", "m", NO_BYTES, SOON))));
    }

    @Test
    void anAnswerOfHundredsOfMegabytesEndsItsCallAndHoldsNoOtherPastItsDeadline() {
        ByteBuffer body = ByteBuffer.allocateDirect(1 << 20);
        var unused = serve(channel -> {
            readRequest(channel); // an answer that comes before its call has begun would be nobody's
            write(channel, frames(header(0x0fff_ffff, 1, TYPE_RESPONSE), 1));
            sendWithoutEnd(channel, body);
        });

        assertEquals(
                StatusCode.RESOURCE_EXHAUSTED,
                statusOf(assertThrows(CallException.class, () -> client.call("s", "m", NO_BYTES))));
        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                statusOf(assertThrows(CallException.class, () -> client.call("s", "m", NO_BYTES, SOON))));
    }

    /** The client's sender waits for room, and takes messages off the socket meanwhile: so many and no more. */
    @Test
    void emptyMessagesWithoutEndAreNotKeptWithoutBound() throws Exception {
        int moreThanAnySocketHolds = 40 << 20;
        serve(channel -> {}).get(20, TimeUnit.SECONDS);
        CompletableFuture<Long> taken = new CompletableFuture<>();
        var unused = serve(channel ->
                taken.complete(pushed(channel, frames(header(0, 1, TYPE_DATA), 10_000), moreThanAnySocketHolds)));
        ClientStream stream = client.stream("s", "m", NO_BYTES);
        Thread sender = new Thread(() -> sendUntilItFails(stream), "sender");
        sender.start();

        long bytes = taken.get(40, TimeUnit.SECONDS);
        stream.close();
        sender.join();
        assertTrue(bytes < moreThanAnySocketHolds, () -> "bytes=" + bytes);
    }

    /** Bytes that the client takes until it takes none for a while, or {@code limitBytes}. */
    private static long pushed(SocketChannel channel, ByteBuffer bytes, long limitBytes) throws IOException {
        channel.configureBlocking(false);
        long pushed = 0;
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (pushed < limitBytes && selector.select(1_000) > 0) {
                selector.selectedKeys().clear();
                int count = channel.write(bytes);
                pushed += count;
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                }
            }
        }
        return pushed;
    }

    private static void sendUntilItFails(ClientStream stream) {
        try {
            while (true) {
                stream.send(new byte[1 << 20]);
            }
        } catch (IOException | CallException e) {
            // closed by the test
        }
    }
}
