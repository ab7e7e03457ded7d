package io.samehost.client.lent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Payloads in the library's own memory: whoever reads them sees what was sent, however often the memory is used again. */
final class LentPayloadTest extends LentPayloadFixture {
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

    /** Of a size that fills the memory which is used again, so that no copy is made by chance. */
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
}
