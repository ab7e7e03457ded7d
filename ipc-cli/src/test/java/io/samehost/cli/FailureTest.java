package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Failures that need no socket; the tests of the commands have the others. */
final class FailureTest {
    @Test
    void theTypeOfAnExceptionDecidesTheExitStatus() {
        assertEquals(new Failure(2, "no"), Failure.of(new IllegalArgumentException("no")));
        assertEquals(new Failure(3, "no"), Failure.of(new UnknownHostException("no")));
        assertEquals(new Failure(1, "no"), Failure.of(new IOException("no")));
        assertEquals(
                new Failure(1, "a bug of ours: java.lang.IllegalStateException: no, -v shows where"),
                Failure.of(new IllegalStateException("no")));
    }

    @Test
    void theMessageIsOneLine() {
        assertEquals("a b", Failure.of(new IOException("a\r\nb")).message());
    }

    @Test
    void theNumbersOfStatusesAndSignalsDoNotMeet() {
        assertEquals(0, ExitCode.ofStatus(StatusCode.OK));
        assertEquals(69, ExitCode.ofStatus(StatusCode.NOT_FOUND));
        assertEquals(80, ExitCode.ofStatus(StatusCode.UNAUTHENTICATED));
        assertEquals(130, ExitCode.ofSignal(2));
        assertEquals(143, ExitCode.ofSignal(15));
    }
}
