package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.grpc.fixture.EitherWay;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service of every kind and its client. The same in every way. */
abstract class ServiceContract extends EitherWay {
    private Caller caller;

    ServiceContract(Ends.Way way) {
        super(way);
    }

    static final class OverSamehostTest extends ServiceContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends ServiceContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
        }
    }

    private static final int LARGE_BYTES = (4 << 20) - 1024;

    /** Says who calls, and lets nobody in who is not welcome. */
    private static final class Doorman implements ServerInterceptor {
        @Override
        public ServerRequest prepare(ServerRequest request) throws StatusException {
            if (request.metadata().first("unwelcome").isPresent()) {
                throw new StatusException(StatusCode.PERMISSION_DENIED, "not for you");
            }
            return request.withMetadata("seen-by", "doorman");
        }
    }

    @BeforeEach
    void start() throws Exception {
        caller = serve(new Numbers(), new Doorman());
    }

    private static List<Long> values(TypedStream<?, Long> stream) {
        List<Long> values = new ArrayList<>();
        stream.forEach(values::add);
        return values;
    }

    @Test
    void aUnaryCallGivesItsAnswer() throws Exception {
        assertEquals(8, caller.call(Numbers.NEXT, 7L));
        assertEquals(9, caller.callAsync(Numbers.NEXT, 8L).get());
    }

    @Test
    void aServerStreamGivesAllMessagesInOrder() throws Exception {
        try (TypedStream<Long, Long> stream = caller.serverStream(Numbers.COUNT, 1000L)) {
            assertEquals(LongStream.rangeClosed(1, 1000).boxed().toList(), values(stream));
        }
    }

    @Test
    void aServerStreamMayHaveNoMessages() throws Exception {
        try (TypedStream<Long, Long> stream = caller.serverStream(Numbers.COUNT, 0L)) {
            assertEquals(List.of(), values(stream));
        }
    }

    @Test
    void aClientStreamGivesOneAnswer() throws Exception {
        try (TypedStream<Long, Long> stream = caller.stream(Numbers.SUM)) {
            for (long number = 1; number <= 1000; number++) {
                stream.send(number);
            }
            assertEquals(500_500, stream.result());
            assertEquals(500_500, stream.result());
        }
    }

    @Test
    void aClientStreamMayBeEmpty() throws Exception {
        try (TypedStream<Long, Long> stream = caller.stream(Numbers.SUM)) {
            assertEquals(0, stream.result());
        }
    }

    @Test
    void bothEndsSendInTurn() throws Exception {
        try (TypedStream<Long, Long> stream = caller.stream(Numbers.DOUBLE)) {
            for (long number = 1; number <= 100; number++) {
                stream.send(number);
                assertEquals(2 * number, stream.receive().orElseThrow());
            }
            stream.closeSend();
            stream.closeSend();
            assertEquals(List.of(), values(stream));
        }
    }

    @Test
    void messagesOfAlmostFourMebibytesPass() throws Exception {
        byte[] large = new byte[LARGE_BYTES];
        large[LARGE_BYTES - 1] = 1;

        assertArrayEquals(large, caller.call(Numbers.ECHO, large));
        try (TypedStream<byte[], byte[]> stream = caller.stream(Numbers.ECHO_ALL)) {
            for (int times = 0; times < 3; times++) {
                stream.send(large);
                assertArrayEquals(large, stream.receive().orElseThrow());
            }
        }
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        assertEquals(0, caller.call(Numbers.ECHO, new byte[0]).length);
        try (TypedStream<byte[], byte[]> stream = caller.stream(Numbers.ECHO_ALL)) {
            stream.send(new byte[0]);
            assertEquals(0, stream.receive().orElseThrow().length);
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
    }

    @Test
    void anArrayThatWasSentIsItsOwnersAgain() throws Exception {
        byte[] reused = new byte[100];
        try (TypedStream<byte[], byte[]> stream = caller.stream(Numbers.ECHO_ALL)) {
            for (byte number = 0; number < 100; number++) {
                reused[0] = number;
                stream.send(reused);
            }
            for (byte number = 0; number < 100; number++) {
                assertEquals(number, stream.receive().orElseThrow()[0]);
            }
        }
    }

    @Test
    void metadataReachTheHandlerAndNothingElseDoes() throws Exception {
        CallOptions options = CallOptions.DEFAULT
                .withMetadata("Token", "a b~")
                .withMetadata("token", "second")
                .withMetadata("empty", "");

        assertEquals("[a b~, second]", caller.call(Numbers.METADATA, "token", options));
        assertTrue(caller.call(Numbers.METADATA, "", options).contains("Entry[key=empty, value=]"));
        assertEquals("[Entry[key=seen-by, value=doorman]]", caller.call(Numbers.METADATA, ""));
    }

    @Test
    void anInterceptorMayRefuseCallsOfEveryKind() throws Exception {
        CallOptions unwelcome = CallOptions.DEFAULT.withMetadata("unwelcome", "yes");

        assertEquals(StatusCode.PERMISSION_DENIED, codeOf(() -> caller.call(Numbers.NEXT, 1L, unwelcome)));
        for (Method<Long, Long> method : List.of(Numbers.SUM, Numbers.DOUBLE)) {
            try (TypedStream<Long, Long> stream = caller.stream(method, unwelcome)) {
                assertEquals(StatusCode.PERMISSION_DENIED, codeOf(stream::result));
            }
        }
        try (TypedStream<Long, Long> stream = caller.serverStream(Numbers.COUNT, 1L, unwelcome)) {
            assertEquals(StatusCode.PERMISSION_DENIED, codeOf(stream::receive));
        }
    }

    @Test
    void theLongestDeadlineIsNone() throws Exception {
        CallOptions patient = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(Long.MAX_VALUE));

        assertEquals(2, caller.call(Numbers.NEXT, 1L, patient));
        assertEquals(2, caller.call(Numbers.NEXT, 1L, CallOptions.DEFAULT.withTimeout(Duration.ZERO)));
    }
}
