package io.samehost.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Payloads in the library's own memory: whoever reads them sees what was sent, however often the memory is used again. */
final class LentPayloadTest extends ClientFixture {
    /** Below, at and above the sizes of the memory that is used again. */
    private static final int[] SIZES = {0, 1, 16_383, 16_384, 65_536, 65_537, 131_072, 131_073, 1 << 20};

    private static final Marshaller<Long> NUMBER = Marshaller.of(
            number -> ByteBuffer.allocate(8).putLong(number).array(),
            bytes -> ByteBuffer.wrap(bytes).getLong());

    /** The sum of the bytes, which is taken while they are read. */
    private static final BufferMarshaller<Long> SUM = new BufferMarshaller<>() {
        @Override
        public ByteBuffer write(Long value) {
            throw new UnsupportedOperationException("only read");
        }

        @Override
        public Long read(ByteBuffer payload) {
            return sum(payload);
        }
    };

    private static final Method<ByteBuffer, ByteBuffer> ECHO = buffers("lentEcho");
    private static final Method<ByteBuffer, ByteBuffer> SLOW_ECHO = buffers("slowEcho");
    private static final Method<ByteBuffer, Long> SUM_OF_ECHO =
            new Method<>(SERVICE, "lentEcho", Marshaller.BUFFERS, SUM);
    private static final Method<ByteBuffer, Long> SUM_ALL = new Method<>(SERVICE, "sumAll", Marshaller.BUFFERS, NUMBER);
    private static final Method<Long, ByteBuffer> MANY = new Method<>(SERVICE, "many", NUMBER, Marshaller.BUFFERS);
    private static final Method<ByteBuffer, ByteBuffer> ECHOES = buffers("echoes");
    private static final Method<ByteBuffer, ByteBuffer> KEEP = buffers("keep");

    private final ConcurrentLinkedQueue<ServerRequest> kept = new ConcurrentLinkedQueue<>();

    private static Method<ByteBuffer, ByteBuffer> buffers(String name) {
        return new Method<>(SERVICE, name, Marshaller.BUFFERS, Marshaller.BUFFERS);
    }

    private ServerBuilder service() {
        return builder()
                .handleInline(ECHO, (payload, request) -> payload)
                .handle(SLOW_ECHO, (payload, request) -> payload)
                .handle(KEEP, (payload, request) -> {
                    kept.add(request);
                    return ByteBuffer.wrap(request.payload());
                })
                .handleClientStream(SUM_ALL, messages -> {
                    long sum = 0;
                    for (ByteBuffer message : messages) {
                        sum += sum(message);
                    }
                    return sum;
                })
                .handleServerStream(MANY, (seed, answers) -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 60; i++) {
                        answers.send(random(random, SIZES[i % SIZES.length]));
                    }
                })
                .handleBidi(ECHOES, stream -> {
                    for (ByteBuffer message : stream) {
                        stream.send(message);
                    }
                });
    }

    /** Every other one outside of the heap. */
    private static ByteBuffer random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocateDirect(size).put(bytes).flip();
    }

    private static long sum(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes.duplicate());
        return sum.getValue();
    }

    private Client client() throws Exception {
        return connect(start(service()));
    }

    @Test
    void callsOfAnySizeAreAnsweredWithTheirOwnBytes() throws Exception {
        Client client = client();
        Random random = new Random(1);
        for (int size : SIZES) {
            ByteBuffer payload = random(random, size);
            assertEquals(payload, client.call(ECHO, payload));
            assertEquals(payload, client.call(SLOW_ECHO, payload));
            assertEquals(sum(payload), client.call(SUM_OF_ECHO, payload));
            assertEquals(sum(payload), client.callAsync(SUM_OF_ECHO, payload).get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void answersThatAClientKeepsStayWhatTheyWere() throws Exception {
        Client client = client();
        Random random = new Random(2);
        List<ByteBuffer> sent = new ArrayList<>();
        List<ByteBuffer> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(random(random, 60_000));
            answers.add(client.call(ECHO, sent.get(i)));
        }
        assertEquals(sent, answers);
    }

    @Test
    void manyCallsAtATimeDoNotGetEachOthersBytes() throws Exception {
        Client client = client();
        Random random = new Random(3);
        for (int round = 0; round < 10; round++) {
            List<Long> expected = new ArrayList<>();
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ByteBuffer payload = random(random, 16_000 + random.nextInt(120_000));
                expected.add(sum(payload));
                futures.add(client.callAsync(i % 2 == 0 ? SUM_OF_ECHO : slow(), payload));
            }
            for (int i = 0; i < 30; i++) {
                assertEquals(expected.get(i), futures.get(i).get(20, TimeUnit.SECONDS));
            }
        }
    }

    private static Method<ByteBuffer, Long> slow() {
        return new Method<>(SERVICE, SLOW_ECHO.name(), Marshaller.BUFFERS, SUM);
    }

    @Test
    void aHandlerReceivesTheMessagesOfAStreamAsTheyWereSent() throws Exception {
        Client client = client();
        Random random = new Random(4);
        long expected = 0;
        try (TypedStream<ByteBuffer, Long> stream = client.stream(SUM_ALL)) {
            for (int i = 0; i < 60; i++) {
                ByteBuffer message = random(random, SIZES[i % SIZES.length]);
                expected += sum(message);
                stream.send(message);
            }
            assertEquals(expected, stream.result());
        }
    }

    @Test
    void aClientReceivesTheMessagesOfAStreamAsTheyWereSent() throws Exception {
        Client client = client();
        Random random = new Random(5);
        int received = 0;
        try (TypedStream<Long, ByteBuffer> stream = client.serverStream(MANY, 5L)) {
            for (ByteBuffer message : stream) {
                assertEquals(random(random, SIZES[received % SIZES.length]), message);
                received++;
            }
        }
        assertEquals(60, received);
    }

    /** The sender reads ahead while it waits for room, and may not touch the message that its caller has. */
    @Test
    void aMessageStaysWhileItsReceiverSends() throws Exception {
        Client client = client();
        Random random = new Random(6);
        try (TypedStream<ByteBuffer, ByteBuffer> stream = client.stream(ECHOES)) {
            ByteBuffer first = random(random, 100_000);
            stream.send(first);
            ByteBuffer received = stream.receive().orElseThrow();
            List<ByteBuffer> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sent.add(random(random, 100_000));
                stream.send(sent.get(i));
            }
            assertEquals(first, received);
            for (ByteBuffer message : sent) {
                assertEquals(message, stream.receive().orElseThrow());
            }
        }
    }

    @Test
    void behindAnInterceptorAPayloadIsAnArray() throws Exception {
        Client client = connect(start(service().intercept(new ServerInterceptor() {
            @Override
            public ServerRequest prepare(ServerRequest request) {
                return request.withMetadata("seen", "yes");
            }
        })));
        ByteBuffer payload = random(new Random(7), 70_000);
        assertEquals(payload, client.call(ECHO, payload));
        try (TypedStream<ByteBuffer, ByteBuffer> stream = client.stream(ECHOES)) {
            stream.send(payload);
            assertEquals(payload, stream.receive().orElseThrow());
        }
    }

    @Test
    void aPayloadThatIsAskedForAfterItsCallIsRefused() throws Exception {
        Client client = client();
        ByteBuffer payload = random(new Random(8), 70_000);
        assertEquals(payload, client.call(KEEP, payload));

        ServerRequest request = kept.remove();
        await().untilAsserted(() -> assertThrows(IllegalStateException.class, request::payload));
        assertEquals(70_000, request.payloadBytes());
    }

    @Test
    void anAnswerThatCannotBeReadFailsItsCallAndNoOther() throws Exception {
        Server server = start(service());
        Client client = connect(server);
        Method<ByteBuffer, Long> broken =
                new Method<>(SERVICE, "lentEcho", Marshaller.BUFFERS, new BufferMarshaller<>() {
                    @Override
                    public ByteBuffer write(Long value) {
                        throw new UnsupportedOperationException("only read");
                    }

                    @Override
                    public Long read(ByteBuffer payload) {
                        throw new IllegalArgumentException("not a number");
                    }
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
