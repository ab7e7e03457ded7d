package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends poll without sleeping: everything holds that holds for those who sleep. */
final class SpinTest extends ClientFixture {
    private static final long LONG_NANOS = 60_000_000_000L;
    private static final Duration LONG = Duration.ofNanos(LONG_NANOS);

    /** Shorter than any wait in these tests, so that both ends go to sleep in between. */
    private static final long SHORT_NANOS = 1000;

    private Client spinning(Server server, Duration spin) throws IOException {
        return keep(Client.connect(server.addresses().get(0), ClientConfig.DEFAULT.withSpin(spin)));
    }

    private ServerBuilder spinning(Duration spin) {
        return setup.engine() == EngineKind.LOOP ? builder().spin(spin) : builder();
    }

    @ParameterizedTest
    @ValueSource(longs = {SHORT_NANOS, LONG_NANOS})
    void callsOfBothKindsAreAnswered(long spinNanos) throws Exception {
        Duration spin = Duration.ofNanos(spinNanos);
        Client client = spinning(start(spinning(spin)), spin);
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.callAsync(SERVICE, "work", bytes("async " + i)));
            assertEquals("sync " + i, echo(client, "sync " + i));
        }
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(bytes("async " + i), answers.get(i).get());
        }
    }

    @Test
    void aCallThatIsNotAnsweredEndsAtItsDeadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Client client = spinning(
                start(spinning(LONG).handle(SERVICE, "never", request -> {
                    never.await();
                    return NO_BYTES;
                })),
                LONG);
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
        CallException late = assertThrows(CallException.class, () -> client.call(SERVICE, "never", NO_BYTES, soon));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        assertEquals("still there", echo(client, "still there"));
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        Client client = spinning(
                start(spinning(LONG).handle(SERVICE, "never", request -> {
                    new CountDownLatch(1).await();
                    return NO_BYTES;
                })),
                LONG);
        Thread caller = Thread.currentThread();
        var unused = client.callAsync(SERVICE, "echo", NO_BYTES).thenRun(caller::interrupt);
        CallException ended = assertThrows(CallException.class, () -> client.call(SERVICE, "never", NO_BYTES));
        assertTrue(Thread.interrupted());
        assertEquals(StatusCode.CANCELLED, ended.status().code());
        assertEquals("still there", echo(client, "still there"));
    }

    @Test
    void aServerThatGoesAwayEndsTheWait() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Server server = start(spinning(LONG).handle(SERVICE, "never", request -> {
            called.countDown();
            new CountDownLatch(1).await();
            return NO_BYTES;
        }));
        Client client = spinning(server, LONG);
        CompletableFuture<byte[]> answer = client.callAsync(SERVICE, "never", NO_BYTES);
        called.await();
        server.close(Duration.ZERO);
        assertThrows(Exception.class, answer::get);
    }

    @Test
    void threadsThatBlockAreNotToldToSpin() {
        ServerBuilder builder = builder().engine(EngineKind.THREADS).spin(LONG);
        assertTrue(assertThrows(IllegalArgumentException.class, builder::start)
                .getMessage()
                .contains("use engine(loop)"));
    }
}
