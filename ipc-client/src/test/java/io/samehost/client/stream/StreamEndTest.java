package io.samehost.client.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.ClientStream;
import io.samehost.client.ConnectionClosedException;
import io.samehost.server.EngineKind;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ends of a stream: by an error, at a deadline, by a close. */
final class StreamEndTest extends StreamFixture {
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
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));
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
    void theServerForgetsEveryStreamThatHasEnded(String address, EngineKind engine) throws Exception {
        start(address, engine);
        for (String method : List.of("three", "fail", "echo", "count")) {
            client.stream("s", method, NOTHING).close();
        }
        await().until(() -> server.callsInFlight() == 0 && server.connectionCount() == 1);
    }
}
