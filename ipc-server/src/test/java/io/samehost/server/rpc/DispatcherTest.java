package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.report.Reports;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Exceptions of handlers, and the statuses that callers see. */
final class DispatcherTest {
    private static final IncomingRequest REQUEST =
            new IncomingRequest(new Request("service", "method", new byte[0], 0, Metadata.EMPTY), Optional.empty());

    /** Cannot say what is wrong. */
    private static final class Speechless extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }
    }

    private static Status thrown(Exception failure, boolean told) {
        Response response = new Failures(told).responseOf(failure, REQUEST);
        return response.status();
    }

    @Test
    void aCallerLearnsTheClassOfAnExceptionAndNotItsText() {
        Status status = thrown(new IllegalStateException("secret detail"), false);
        assertEquals(StatusCode.UNKNOWN, status.code());
        assertEquals("handler failed: error=IllegalStateException", status.message());
    }

    @Test
    void aServerMayTellTheTextOfAnException() {
        Status status = thrown(new IllegalStateException("the detail"), true);
        assertEquals("handler failed: java.lang.IllegalStateException: the detail", status.message());
    }

    @Test
    void aCallerLearnsHowLargeAnAnswerWasThatDidNotFit() {
        Status status = thrown(new OversizeException(5, 4), false);
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, status.code());
        assertEquals(
                "handler failed: message too large for one frame: lengthBytes=5 limitBytes=4"
                        + ", send it in pieces over a stream",
                status.message());
    }

    @Test
    void anExceptionWithoutANameOfItsOwnIsNamedByItsWholeClass() {
        Status status = thrown(new Exception("secret") {}, false);
        assertEquals("handler failed: error=" + DispatcherTest.class.getName() + "$1", status.message());
    }

    @Test
    void anExceptionThatCannotDescribeItselfIsNamedByItsClass() {
        assertEquals(
                "handler failed: error=Speechless",
                thrown(new Speechless(), true).message());
    }

    @Test
    void aHandlerThatGetsNoThreadIsRefused() {
        HandlerThreads none = new HandlerThreads(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(0);
        Dispatcher dispatcher = new Dispatcher(new Services(), none, timer, new Failures(false), Reports.NONE);
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, dispatcher.execute(() -> {}).code());
        none.shutdownNow();
        assertEquals(StatusCode.UNAVAILABLE, dispatcher.execute(() -> {}).code());
        timer.shutdownNow();
    }
}
