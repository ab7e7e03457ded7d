package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.grpc.fixture.EitherWay;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ends of calls that are not good. The same in every way. */
abstract class FailureContract extends EitherWay {
    FailureContract(Ends.Way way) {
        super(way);
    }

    static final class OverSamehostTest extends FailureContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends FailureContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
        }
    }

    @Test
    void aStatusKeepsItsCodeItsTextAndItsDetails() throws Exception {
        Status status = new Status(
                StatusCode.FAILED_PRECONDITION,
                "100 % über\nzwei Zeilen",
                List.of(new Status.Detail("type.example/Why", new byte[] {1, 2, -1})));
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StatusException(status);
        }));

        Status seen = failureOf(() -> caller.call(METHOD, NOTHING)).status();

        assertEquals(status.number(), seen.number());
        assertEquals(status.message(), seen.message());
        assertEquals("type.example/Why", seen.details().get(0).typeUrl());
        assertArrayEquals(new byte[] {1, 2, -1}, seen.details().get(0).value());
    }

    @Test
    void whatElseIsThrownIsToldByItsClassAlone() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new IllegalStateException("secret");
        }));

        Status seen = failureOf(() -> caller.call(METHOD, NOTHING)).status();

        assertEquals(StatusCode.UNKNOWN, seen.code());
        assertEquals("handler failed: error=IllegalStateException", seen.message());
    }

    @Test
    void anInlineHandlerMayThrowAndLeaveAnInterrupt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Caller caller = serve(handlers -> handlers.handleInline(METHOD, (value, request) -> {
            Thread.currentThread().interrupt();
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
            return value;
        }));

        assertEquals(StatusCode.UNKNOWN, codeOf(() -> caller.call(METHOD, NOTHING)));
        assertEquals(0, caller.call(METHOD, NOTHING).length);
    }

    @Test
    void noAnswerIsInternal() throws Exception {
        Caller caller = serve(handlers -> {
            handlers.handle("test.One", "Method", request -> null);
            handlers.handleClientStream("test.One", "Stream", messages -> null);
        });

        assertEquals(StatusCode.INTERNAL, codeOf(() -> caller.call(METHOD, NOTHING)));
        try (TypedStream<byte[], byte[]> stream = caller.stream(method("Stream"))) {
            assertEquals(StatusCode.INTERNAL, codeOf(stream::result));
        }
    }

    @Test
    void anErrorOfAHandlerIsInternal() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StackOverflowError();
        }));

        assertEquals(StatusCode.INTERNAL, codeOf(() -> caller.call(METHOD, NOTHING)));
    }

    @Test
    void messagesBeforeAFailureArriveBeforeIt() throws Exception {
        Caller caller = serve(handlers -> handlers.handleServerStream(METHOD, (value, answers) -> {
            answers.send(new byte[] {1});
            answers.send(new byte[] {2});
            throw new StatusException(StatusCode.DATA_LOSS, "no more");
        }));

        try (TypedStream<byte[], byte[]> stream = caller.serverStream(METHOD, NOTHING)) {
            assertEquals(1, stream.receive().orElseThrow()[0]);
            assertEquals(2, stream.receive().orElseThrow()[0]);
            assertEquals(
                    Status.of(StatusCode.DATA_LOSS, "no more"),
                    failureOf(stream::receive).status());
            assertEquals(
                    Status.of(StatusCode.DATA_LOSS, "no more"),
                    failureOf(stream::receive).status());
        }
    }

    @Test
    void aServerThatIsGoneIsAnIoException() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> value));
        caller.call(METHOD, NOTHING);

        ends().closeServer();

        assertThrows(IOException.class, () -> caller.call(METHOD, NOTHING));
        assertThrows(IOException.class, () -> {
            try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
                stream.receive();
            }
        });
    }

    @Test
    void aServerThatSaysUnavailableIsNotGone() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StatusException(Status.notProcessed("later"));
        }));

        CallException failure = failureOf(() -> caller.call(METHOD, NOTHING));

        assertEquals(StatusCode.UNAVAILABLE, failure.status().code());
        assertTrue(failure.isNotProcessed());
    }
}
