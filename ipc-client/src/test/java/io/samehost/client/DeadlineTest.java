package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callers that do not wait any longer: the others and the connection do not notice. */
final class DeadlineTest extends ClientFixture {
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));
    private static final CallOptions NEVER = CallOptions.DEFAULT.withTimeout(Duration.ZERO);

    private final CountDownLatch release = new CountDownLatch(1);

    /** The handler ignores its deadline, so that its answer comes late. */
    private Server startWithWaitingHandler() throws IOException {
        return start(builder().handle(SERVICE, "wait", request -> {
            release.await();
            return request.payload();
        }));
    }

    private static void assertLate(Exception failure) {
        CallException late = assertInstanceOf(CallException.class, failure);
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
    }

    @Test
    void lateAnswersAreDroppedAndTheConnectionIsGood() throws Exception {
        Server server = startWithWaitingHandler();
        Client client = connect(server);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(client.callAsync(SERVICE, "wait", NO_BYTES, SOON));
        }
        assertLate(assertThrows(CallException.class, () -> client.call(SERVICE, "wait", NO_BYTES, SOON)));
        for (CompletableFuture<byte[]> call : calls) {
            ExecutionException late = assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
            assertLate((Exception) late.getCause());
        }
        release.countDown();
        for (int i = 0; i < 20; i++) {
            assertEquals("next", echo(client, "next"));
        }
        assertEquals(1, server.connectionCount());
    }

    @Test
    void anEarlierDeadlineIsKeptBehindACallThatWaitsForEver() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> patient = client.callAsync(SERVICE, "wait", bytes("patient"), NEVER);
        Awaitility.await().until(() -> threadsOfClients().size() == 1 && isPolling());
        long startNanos = System.nanoTime();
        CompletableFuture<byte[]> hasty = client.callAsync(SERVICE, "wait", NO_BYTES, SOON);
        ExecutionException late = assertThrows(ExecutionException.class, () -> hasty.get(10, TimeUnit.SECONDS));
        assertLate((Exception) late.getCause());
        assertTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(5));
        release.countDown();
        assertEquals("patient", text(patient.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void aDeadlineThatHasPassedEndsCallsAndStreamsAtOnce() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CallOptions passed = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(-1));
        assertLate(assertThrows(CallException.class, () -> client.call(SERVICE, "wait", NO_BYTES, passed)));
        CompletableFuture<byte[]> call = client.callAsync(SERVICE, "wait", NO_BYTES, passed);
        assertLate((Exception) assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS))
                .getCause());
        assertLate(assertThrows(CallException.class, () -> client.stream(SERVICE, "wait", NO_BYTES, passed)));
        assertLate(assertThrows(CallException.class, () -> client.serverStream(SERVICE, "wait", NO_BYTES, passed)));
    }

    @Test
    void aDeadlineLongerThanTheClockCanCountIsOneOfACentury() throws Exception {
        CallOptions longest = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals("late", text(connect(start(builder())).call(SERVICE, "echo", bytes("late"), longest)));
    }

    private static boolean isPolling() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("samehost-callbacks"))
                .flatMap(entry -> Stream.of(entry.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("select"));
    }

    @Test
    void aDeadlineIsKeptWhileAnotherCallerReadsForEverybody() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> leading = new CompletableFuture<>();
        Thread leader = new Thread(() -> complete(leading, client));
        leader.start();
        Awaitility.await()
                .until(() -> Stream.of(leader.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("select")));
        assertLate(assertThrows(CallException.class, () -> client.call(SERVICE, "wait", NO_BYTES, SOON)));
        release.countDown();
        assertEquals("leading", text(leading.get(10, TimeUnit.SECONDS)));
    }

    private static void complete(CompletableFuture<byte[]> future, Client client) {
        try {
            future.complete(client.call(SERVICE, "wait", bytes("leading"), NEVER));
        } catch (IOException | CallException e) {
            future.completeExceptionally(e);
        }
    }

    @Test
    void anInterruptedCallerLeavesTheOthersAndTheConnectionAlone() throws Exception {
        Server server = startWithWaitingHandler();
        Client client = connect(server);
        CompletableFuture<byte[]> interrupted = new CompletableFuture<>();
        Thread leader = new Thread(() -> complete(interrupted, client));
        leader.start();
        Awaitility.await()
                .until(() -> Stream.of(leader.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("select")));
        CompletableFuture<byte[]> other = new CompletableFuture<>();
        Thread follower = new Thread(() -> complete(other, client));
        follower.start();
        leader.interrupt();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> interrupted.get(10, TimeUnit.SECONDS));
        CallException cancelled = assertInstanceOf(CallException.class, ended.getCause());
        assertEquals(StatusCode.CANCELLED, cancelled.status().code());
        release.countDown();
        assertEquals("leading", text(other.get(10, TimeUnit.SECONDS)));
        assertEquals("next", echo(client, "next"));
        assertEquals(1, server.connectionCount());
    }

    @Test
    void aCallerThatIsInterruptedBeforeItCallsHarmsNobody() throws Exception {
        Server server = startWithWaitingHandler();
        Client client = connect(server);
        CompletableFuture<byte[]> other = client.callAsync(SERVICE, "wait", bytes("other"));
        Thread.currentThread().interrupt();
        assertThrows(CallException.class, () -> client.call(SERVICE, "wait", NO_BYTES));
        assertTrue(Thread.interrupted());
        release.countDown();
        assertEquals("other", text(other.get(10, TimeUnit.SECONDS)));
        assertEquals(1, server.connectionCount());
    }

    @Test
    void aFutureThatIsCancelledIsForgotten() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> call = client.callAsync(SERVICE, "wait", NO_BYTES);
        assertTrue(call.cancel(true));
        assertTrue(call.isCancelled());
        release.countDown();
        assertEquals("next", echo(client, "next"));
        assertEquals(
                "next", text(client.callAsync(SERVICE, "work", bytes("next")).get(10, TimeUnit.SECONDS)));
    }
}
