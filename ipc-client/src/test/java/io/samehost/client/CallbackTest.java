package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.fixture.Background;
import io.samehost.server.Server;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Callbacks of futures may call again, and may be slow. */
final class CallbackTest extends ClientFixture {
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch attached = new CountDownLatch(1);

    private Server startWithWaitingHandler() throws IOException {
        return start(builder()
                .handle(SERVICE, "wait", request -> {
                    release.await();
                    return request.payload();
                })
                .handle(SERVICE, "gate", request -> {
                    attached.await();
                    return request.payload();
                })
                .handle(SERVICE, "release", request -> {
                    release.countDown();
                    return request.payload();
                }));
    }

    private static byte[] callNow(Client client, String method) {
        try {
            return client.call(SERVICE, method, bytes(method));
        } catch (IOException | CallException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aCallbackMayCallAgainWithoutWaiting() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> chain = client.callAsync(SERVICE, "work", NO_BYTES);
        for (int i = 0; i < 200; i++) {
            String method = i % 2 == 0 ? "work" : "echo";
            chain = chain.thenCompose(answer -> client.callAsync(SERVICE, method, bytes("end")));
        }
        assertEquals("end", text(chain.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void aCallbackMayCallAndWait() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> later = client.callAsync(SERVICE, "work", NO_BYTES)
                .thenApply(answer -> callNow(client, "echo"))
                .thenApply(answer -> callNow(client, "work"));
        assertEquals("work", text(later.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void aCallbackMayMakeTheCallThatAnotherCallerWaitsFor() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<byte[]> released =
                client.callAsync(SERVICE, "work", NO_BYTES).thenApply(answer -> callNow(client, "release"));
        assertEquals("wait", text(callNow(client, "wait")));
        assertEquals("release", text(released.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void anInterruptThatACallbackLeavesHarmsNoLaterCall() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<Void> left = client.callAsync(SERVICE, "gate", NO_BYTES)
                .thenRun(() -> Thread.currentThread().interrupt());
        attached.countDown(); // were the answer there before, the callback would run right here
        left.get(10, TimeUnit.SECONDS);
        assertEquals("work", text(callNow(client, "work")));
    }

    @Test
    void aSlowCallbackHoldsUpNobodyWhoWaits() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<byte[]> first = client.callAsync(SERVICE, "gate", NO_BYTES);
        CompletableFuture<Void> slow = first.thenAccept(answer -> {
            inCallback.countDown();
            awaitLatch(leave);
        });
        attached.countDown(); // were the answer there before, the callback would run right here
        CompletableFuture<byte[]> other = client.callAsync(SERVICE, "wait", bytes("other"));
        inCallback.await();
        for (int i = 0; i < 10; i++) {
            assertEquals("now", echo(client, "now"));
        }
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<?>[] callers = new CompletableFuture<?>[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Background.run(() -> {
                client.call(SERVICE, "work", NO_BYTES);
                client.call(SERVICE, "echo", NO_BYTES);
                answered.incrementAndGet();
            });
        }
        CompletableFuture.allOf(callers).get(10, TimeUnit.SECONDS);
        assertEquals(4, answered.get());
        release.countDown();
        leave.countDown();
        slow.get(10, TimeUnit.SECONDS);
        assertEquals("other", text(other.get(10, TimeUnit.SECONDS)));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aCallbackMayCloseItsClient() throws Exception {
        Client client = connect(startWithWaitingHandler());
        CompletableFuture<Void> closed =
                client.callAsync(SERVICE, "work", NO_BYTES).thenAccept(answer -> client.close());
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallbackThatThrowsHarmsNobody() throws Exception {
        Client client = connect(startWithWaitingHandler());
        var unused = client.callAsync(SERVICE, "work", NO_BYTES).thenAccept(answer -> {
            throw new IllegalStateException("from a callback");
        });
        assertEquals(
                "next", text(client.callAsync(SERVICE, "work", bytes("next")).get(10, TimeUnit.SECONDS)));
    }
}
