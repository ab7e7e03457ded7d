package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls, alone and many at a time, and their answers. */
final class CallTest extends ClientFixture {
    private static final CallOptions NO_DEADLINE = CallOptions.DEFAULT.withTimeout(Duration.ZERO);

    @ParameterizedTest
    @ValueSource(strings = {"echo", "work"})
    void everyCallerGetsItsOwnAnswer(String method) throws Exception {
        Client client = connect(start(builder()));
        ExecutorService callers = Executors.newFixedThreadPool(16);
        List<Future<?>> done = new ArrayList<>();
        for (int seed = 0; seed < 16; seed++) {
            Random random = new Random(seed);
            done.add(callers.submit(() -> callOften(client, method, random)));
        }
        for (Future<?> caller : done) {
            caller.get();
        }
        callers.shutdown();
    }

    private static Object callOften(Client client, String method, Random random) throws IOException, CallException {
        for (int i = 0; i < 100; i++) {
            byte[] payload = new byte[random.nextInt(i % 20 == 0 ? 100_000 : 200)];
            random.nextBytes(payload);
            assertArrayEquals(payload, client.call(SERVICE, method, payload));
        }
        return "done";
    }

    @Test
    void manyAsynchronousCallsAreAnsweredEachWithItsOwn() throws Exception {
        Client client = connect(start(builder()));
        Semaphore underWay = new Semaphore(64);
        AtomicReference<Object> wrong = new AtomicReference<>();
        for (int i = 0; i < 5000; i++) {
            String sent = "n" + i;
            underWay.acquire();
            var unused = client.callAsync(SERVICE, i % 2 == 0 ? "work" : "echo", bytes(sent))
                    .whenComplete((answer, failure) -> {
                        if (failure != null || !text(answer).equals(sent)) {
                            wrong.set(failure == null ? text(answer) : failure);
                        }
                        underWay.release();
                    });
        }
        underWay.acquire(64);
        assertEquals(null, wrong.get());
    }

    /** Whether the server sends messages or only the end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aUnaryCallToAStreamEndsAtOnceAndKeepsTheConnection(int messages) throws Exception {
        Client client = connect(start(builder().handleServerStream(SERVICE, "stream", (request, answers) -> {
            for (int i = 0; i < messages; i++) {
                answers.send(request);
            }
        })));
        CallException failed =
                assertThrows(CallException.class, () -> client.call(SERVICE, "stream", bytes("x"), NO_DEADLINE));
        assertEquals("INTERNAL: server answered with a stream, open the method as one", failed.getMessage());
        assertEquals("next", text(client.call(SERVICE, "echo", bytes("next"))));
    }

    @Test
    void aFailureIsTheCallersAloneAndKeepsTheConnection() throws Exception {
        Client client = connect(start(builder().handle(SERVICE, "fail", request -> {
            throw new StatusException(StatusCode.NOT_FOUND, "no such thing: name=x");
        })));
        CallException failed = assertThrows(CallException.class, () -> client.call(SERVICE, "fail", NO_BYTES));
        assertEquals(StatusCode.NOT_FOUND, failed.status().code());
        assertEquals("NOT_FOUND: no such thing: name=x", failed.getMessage());
        ExecutionException later = assertThrows(
                ExecutionException.class,
                () -> client.callAsync(SERVICE, "fail", NO_BYTES).get());
        assertInstanceOf(CallException.class, later.getCause());
        assertEquals("next", echo(client, "next"));
    }

    @Test
    void whatDoesNotFitAFrameIsRefusedInEitherDirectionWithBothNumbers() throws Exception {
        Server server = start(builder().handle(SERVICE, "huge", request -> new byte[5 << 20]));
        Client client = connect(server);
        CallException request =
                assertThrows(CallException.class, () -> client.call(SERVICE, "echo", new byte[5 << 20]));
        assertRefused(request);
        CallException response = assertThrows(CallException.class, () -> client.call(SERVICE, "huge", NO_BYTES));
        assertRefused(response);
        assertEquals("next", echo(client, "next"));
        assertEquals(1, server.connectionCount());
    }

    private static void assertRefused(CallException refused) {
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, refused.status().code());
        assertTrue(refused.getMessage().contains("lengthBytes=5242"), refused.getMessage());
        assertTrue(refused.getMessage().contains("limitBytes=4194304"), refused.getMessage());
    }

    @Test
    void fourMebibytesGoThereAndBack() throws Exception {
        Client client = connect(start(builder()));
        byte[] payload = new byte[(4 << 20) - 100];
        new Random(4).nextBytes(payload);
        assertArrayEquals(payload, client.call(SERVICE, "work", payload));
    }
}
