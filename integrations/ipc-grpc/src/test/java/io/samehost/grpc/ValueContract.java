package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.grpc.fixture.EitherWay;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a service that are refused, or whose values are none. The same in every way. */
abstract class ValueContract extends EitherWay {
    private Caller caller;

    ValueContract(Ends.Way way) {
        super(way);
    }

    static final class OverSamehostTest extends ValueContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends ValueContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
        }
    }

    @BeforeEach
    void start() throws Exception {
        caller = serve(new Numbers());
    }

    private static List<Long> values(TypedStream<?, Long> stream) {
        List<Long> values = new ArrayList<>();
        stream.forEach(values::add);
        return values;
    }

    @Test
    void aRequestThatCannotBeDecodedIsInvalid() throws Exception {
        Method<byte[], byte[]> raw = withBytes(Numbers.NEXT);

        assertEquals(StatusCode.INVALID_ARGUMENT, codeOf(() -> caller.call(raw, new byte[3])));
        try (TypedStream<byte[], byte[]> stream = caller.stream(withBytes(Numbers.SUM))) {
            stream.send(new byte[3]);
            assertEquals(StatusCode.INVALID_ARGUMENT, codeOf(stream::result));
        }
        try (TypedStream<byte[], byte[]> stream = caller.serverStream(withBytes(Numbers.COUNT), new byte[3])) {
            assertEquals(StatusCode.INVALID_ARGUMENT, codeOf(stream::receive));
        }
    }

    private static Method<byte[], byte[]> withBytes(Method<?, ?> method) {
        return new Method<>(method.service(), method.name(), Marshaller.BYTES, Marshaller.BYTES);
    }

    @Test
    void anAnswerThatCannotBeDecodedIsInternal() throws Exception {
        Method<byte[], Long> wrong = new Method<>("test.Numbers", "Echo", Marshaller.BYTES, Numbers.NUMBER);

        assertEquals(StatusCode.INTERNAL, codeOf(() -> caller.call(wrong, new byte[3])));
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> caller.callAsync(wrong, new byte[3]).get());
        assertEquals(
                StatusCode.INTERNAL,
                ((CallException) failure.getCause()).status().code());
    }

    @Test
    void aValueThatCannotBeEncodedIsTheCallersFault() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> caller.call(Numbers.NEXT, null));
        assertThrows(IllegalArgumentException.class, () -> caller.callAsync(Numbers.NEXT, null));
        assertThrows(IllegalArgumentException.class, () -> caller.serverStream(Numbers.COUNT, null));
        try (TypedStream<Long, Long> stream = caller.stream(Numbers.SUM)) {
            assertThrows(IllegalArgumentException.class, () -> stream.send(null));
            stream.send(3L);
            assertEquals(3, stream.result());
        }
    }

    @Test
    void aMethodThatNobodyHasIsUnimplemented() {
        Method<Long, Long> unknown = new Method<>("test.Numbers", "Unknown", Numbers.NUMBER, Numbers.NUMBER);
        Method<Long, Long> nowhere = new Method<>("test.Nobody", "Next", Numbers.NUMBER, Numbers.NUMBER);

        assertEquals(StatusCode.UNIMPLEMENTED, codeOf(() -> caller.call(unknown, 1L)));
        assertEquals(StatusCode.UNIMPLEMENTED, codeOf(() -> caller.call(nowhere, 1L)));
    }

    @Test
    void aDeadlineThatHasPassedSendsNothing() {
        CallOptions late = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(-1));

        assertEquals(StatusCode.DEADLINE_EXCEEDED, codeOf(() -> caller.call(Numbers.NEXT, 1L, late)));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, codeOf(() -> caller.serverStream(Numbers.COUNT, 1L, late)));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, codeOf(() -> caller.stream(Numbers.SUM, late)));
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> caller.callAsync(Numbers.NEXT, 1L, late).get());
        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                ((CallException) failure.getCause()).status().code());
    }

    @Test
    void nothingIsSentBehindTheEnd() throws Exception {
        try (TypedStream<Long, Long> stream = caller.stream(Numbers.DOUBLE)) {
            stream.closeSend();
            assertEquals(List.of(), values(stream));
            assertEquals(StatusCode.FAILED_PRECONDITION, codeOf(() -> stream.send(1L)));
        }
        try (TypedStream<Long, Long> stream = caller.serverStream(Numbers.COUNT, 1_000_000L)) {
            assertThrows(IllegalStateException.class, () -> stream.send(1L));
        }
    }
}
