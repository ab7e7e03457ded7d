package io.samehost.client.lent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import io.samehost.server.Server;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What goes wrong with memory that is lent, and who learns of it. */
final class LentPayloadTroubleTest extends LentPayloadFixture {
    /** A call of an echo, whose answer is read by {@code reading}. */
    private static Method<ByteBuffer, Long> echoReadBy(Supplier<Long> reading) {
        return new Method<>(SERVICE, ECHO.name(), Marshaller.BUFFERS, new BufferMarshaller<>() {
            @Override
            public ByteBuffer write(Long value) {
                throw new UnsupportedOperationException("only read");
            }

            @Override
            public Long read(ByteBuffer payload) {
                return reading.get();
            }
        });
    }

    @Test
    void theAnswerOfAStreamStaysWhatItIsWhenItsMemoryIsUsedAgain() throws Exception {
        Client client = client();
        Random random = new Random(10);
        for (int i = 0; i < 20; i++) {
            ByteBuffer last = random(random, 65_536).put(0, (byte) 0);
            try (TypedStream<ByteBuffer, ByteBuffer> stream = client.stream(LAST)) {
                stream.send(random(random, 65_536).put(0, (byte) 1));
                stream.send(last);
                stream.closeSend();
                ByteBuffer received = stream.receive().orElseThrow();
                assertEquals(last, received);
                assertEquals(Optional.empty(), stream.receive());
                assertEquals(random(new Random(i), 65_536), client.call(SLOW_ECHO, random(new Random(i), 65_536)));
                assertEquals(last, stream.result());
            }
        }
    }

    @Test
    void aBufferMayBeSentTwice() throws Exception {
        Client client = client();
        ByteBuffer payload = random(new Random(11), 70_000);
        try (TypedStream<ByteBuffer, ByteBuffer> stream = client.serverStream(TWICE, payload)) {
            assertEquals(payload, stream.receive().orElseThrow());
            assertEquals(payload, stream.receive().orElseThrow());
            assertEquals(Optional.empty(), stream.receive());
        }
    }

    @Test
    void anErrorWhileAnAnswerIsReadIsItsCallersAndNoOthers() throws Exception {
        Client client = client();
        Method<ByteBuffer, Long> broken = echoReadBy(() -> {
            throw new StackOverflowError("nested too deeply");
        });
        ByteBuffer payload = random(new Random(12), 70_000);
        CompletableFuture<ByteBuffer> other = client.callAsync(SLOW_ECHO, payload);
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> client.callAsync(broken, payload).get(10, TimeUnit.SECONDS));
        assertInstanceOf(StackOverflowError.class, failure.getCause());
        assertEquals(payload, other.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aPayloadThatIsAskedForAfterItsCallIsRefused() throws Exception {
        Client client = client();
        ByteBuffer payload = random(new Random(8), 70_000);
        assertEquals(payload, client.call(KEEP, payload)); // from now on its connection lends
        assertEquals(payload, client.call(KEEP, payload));

        kept.remove();
        ServerRequest request = kept.remove();
        await().untilAsserted(() -> assertThrows(IllegalStateException.class, request::payload));
        assertEquals(70_000, request.payloadBytes());
    }

    @Test
    void anAnswerThatCannotBeReadFailsItsCallAndNoOther() throws Exception {
        Server server = start(service());
        Client client = connect(server);
        Method<ByteBuffer, Long> broken = echoReadBy(() -> {
            throw new IllegalArgumentException("not a number");
        });
        ByteBuffer payload = random(new Random(9), 70_000);
        CallException failure = assertThrows(CallException.class, () -> client.call(broken, payload));
        assertEquals(StatusCode.INTERNAL, failure.status().code());
        ExecutionException later = assertThrows(
                ExecutionException.class,
                () -> client.callAsync(broken, payload).get(10, TimeUnit.SECONDS));
        assertTrue(assertInstanceOf(CallException.class, later.getCause())
                .getMessage()
                .contains("not a number"));
        assertEquals(payload, client.call(ECHO, payload));
    }
}
