package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import io.samehost.wire.frame.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a call, and its deadline. */
final class ActiveCallTest {
    private final CompletableFuture<Void> timer = new CompletableFuture<>();

    private static IncomingRequest request(long timeoutNanos) {
        return new IncomingRequest(
                new Request("service", "method", new byte[0], timeoutNanos, Metadata.EMPTY), Optional.empty());
    }

    private static ActiveCall call() {
        return new ActiveCall(1, request(Duration.ofMinutes(1).toNanos()), false);
    }

    @Test
    void anEndedCallNeedsNoTimer() {
        ActiveCall call = call();
        call.expireBy(timer);
        assertFalse(timer.isCancelled());
        call.setOver();
        assertTrue(timer.isCancelled());
    }

    /** Its connection closes while the reading thread makes the timer. */
    @Test
    void aCallThatIsOverBeforeItHasItsTimerNeedsNoneEither() {
        ActiveCall call = call();
        call.cancel();
        call.expireBy(timer);
        assertTrue(timer.isCancelled());
    }

    @Test
    void aTimeoutOfCenturiesIsNoDeadline() {
        IncomingRequest request = request(Long.MAX_VALUE);
        assertFalse(request.hasDeadline());
        assertFalse(request.isCancelled());
        assertEquals(Optional.empty(), request.remaining());
    }

    @Test
    void aTimeoutOfAWeekIsADeadline() {
        assertTrue(request(Duration.ofDays(7).toNanos()).hasDeadline());
    }
}
