package io.samehost.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerStream;
import io.samehost.server.StatusException;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams in every direction, over every transport and both engines. */
@Timeout(30)
class StreamTest {
    private static final byte[] NOTHING = {};
    private static final long PID = ProcessHandle.current().pid();

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Server server;
    private Client client;

    static Stream<Arguments> everyTransportAndEngine() {
        return Stream.of("unix:/tmp/sh-stream-" + PID, "unix:@sh-stream-" + PID, "tcp:127.0.0.1:0")
                .flatMap(address -> Stream.of(EngineKind.values()).map(engine -> Arguments.of(address, engine)));
    }

    private void start(String address, EngineKind engine) throws Exception {
        server = Server.builder()
                .listen(Address.parse(address))
                .engine(engine)
                .handleStream("s", "echo", StreamTest::echo)
                .handleStream("s", "count", StreamTest::count)
                .handleStream("s", "three", StreamTest::three)
                .handleStream("s", "fail", stream -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "no such thing");
                })
                .handleStream("s", "hang", this::hang)
                .start();
        client = Client.connect(server.addresses().get(0));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private static void echo(ServerStream stream) throws Exception {
        for (byte[] message : stream) {
            stream.send(message);
        }
    }

    private static void count(ServerStream stream) throws Exception {
        long bytes = 0;
        for (byte[] message : stream) {
            bytes += message.length;
        }
        stream.respond(Long.toString(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    private static void three(ServerStream stream) throws Exception {
        stream.send(stream.request().payload());
        stream.send(NOTHING);
        stream.send(new byte[] {3});
    }

    private void hang(ServerStream stream) throws InterruptedException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            if (stream.request().isCancelled()) {
                cancelled.countDown();
            }
            throw e;
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aServerStreamEndsAfterItsMessagesTheEmptyOneAmongThem(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.serverStream("s", "three", new byte[] {1})) {
            assertArrayEquals(new byte[] {1}, stream.receive().orElseThrow());
            assertArrayEquals(NOTHING, stream.receive().orElseThrow());
            assertArrayEquals(new byte[] {3}, stream.receive().orElseThrow());
            assertTrue(stream.receive().isEmpty());
            assertTrue(stream.receive().isEmpty(), "asked again");
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void messagesGoBothWaysInTurnUntilTheClientClosesItsSide(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            for (int size = 0; size < 200_000; size = size * 3 + 1) {
                stream.send(new byte[size]);
                assertEquals(size, stream.receive().orElseThrow().length);
            }
            stream.closeSend();
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aClientStreamIsAnsweredOnce(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "count", NOTHING)) {
            for (int i = 0; i < 1_000; i++) {
                stream.send(new byte[10_000]);
            }
            assertEquals("10000000", new String(stream.result(), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void twoEndsThatBothSendDoNotHaltWithinAMegabyte(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            for (int i = 0; i < 30; i++) {
                stream.send(new byte[30_000]);
            }
            stream.closeSend();
            int received = 0;
            for (byte[] message : stream) {
                assertEquals(30_000, message.length);
                received++;
            }
            assertEquals(30, received);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void theErrorOfAHandlerReachesReaderAndSender(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.serverStream("s", "fail", NOTHING)) {
            assertEquals(
                    "NOT_FOUND: no such thing",
                    assertThrows(CallException.class, stream::receive).getMessage());
            CompletionException iterated = assertThrows(
                    CompletionException.class, () -> stream.iterator().next());
            assertEquals("NOT_FOUND: no such thing", iterated.getCause().getMessage());
        }
        try (ClientStream stream = client.stream("s", "fail", NOTHING)) {
            CallException failure = assertThrows(CallException.class, () -> {
                while (true) {
                    stream.send(new byte[10_000]);
                }
            });
            assertEquals("NOT_FOUND: no such thing", failure.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aPassedDeadlineEndsTheStreamAndCancelsItsHandler(String address, EngineKind engine) throws Exception {
        start(address, engine);
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
        try (ClientStream stream = client.serverStream("s", "hang", NOTHING, soon)) {
            CallException late = assertThrows(CallException.class, stream::receive);
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        }
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void closingAStreamCancelsItsHandlerAndLeavesTheClientUsable(String address, EngineKind engine) throws Exception {
        start(address, engine);
        ClientStream stream = client.stream("s", "hang", NOTHING);
        assertTrue(started.await(10, TimeUnit.SECONDS));
        stream.close();
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
        assertArrayEquals(new byte[] {7}, client.call("samehost.Echo", "Echo", new byte[] {7}));
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void closingFromAnotherThreadWakesTheReader(String address, EngineKind engine) throws Exception {
        start(address, engine);
        ClientStream stream = client.stream("s", "hang", NOTHING);
        AtomicReference<Exception> end = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                stream.receive();
            } catch (Exception e) {
                end.set(e);
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.RUNNABLE);
        client.close();
        reader.join(10_000);
        assertTrue(end.get() instanceof ConnectionClosedException, () -> "ended by: " + end.get());
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aMessageTooLargeForAFrameIsRefusedWithBothNumbersAndTheStreamGoesOn(String address, EngineKind engine)
            throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            byte[] tooLarge = new byte[FrameHeader.MAX_DATA_BYTES + 1];
            CallException refused = assertThrows(CallException.class, () -> stream.send(tooLarge));
            assertEquals(
                    "RESOURCE_EXHAUSTED: message too large for one frame: lengthBytes=4194305 limitBytes=4194304,"
                            + " send it in pieces over a stream",
                    refused.getMessage());
            stream.send(new byte[FrameHeader.MAX_DATA_BYTES]);
            assertEquals(FrameHeader.MAX_DATA_BYTES, stream.receive().orElseThrow().length);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aUnaryCallOfAStreamAndAStreamOfAUnaryMethodAreRefusedInWords(String address, EngineKind engine)
            throws Exception {
        start(address, engine);
        CallException unary = assertThrows(CallException.class, () -> client.call("s", "echo", NOTHING));
        assertEquals("INVALID_ARGUMENT: method is a stream, open it as one", unary.getMessage());
        try (ClientStream stream = client.stream("samehost.Echo", "Echo", NOTHING)) {
            CallException streamed = assertThrows(CallException.class, stream::receive);
            assertEquals("INVALID_ARGUMENT: method is unary, call it without a stream", streamed.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void theServerForgetsEveryStreamThatHasEnded(String address, EngineKind engine) throws Exception {
        start(address, engine);
        for (String method : List.of("three", "fail", "echo", "count")) {
            client.stream("s", method, NOTHING).close();
        }
        await().until(() -> server.callsInFlight() == 0 && server.connectionCount() == 1);
    }
}
