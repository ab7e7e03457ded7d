package io.samehost.client.lent;

import io.samehost.client.Client;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.EverySetupFixture;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;

/** Methods whose payloads are lent, and bytes to call them with. */
abstract class LentPayloadFixture extends EverySetupFixture {
    final Client connect(Server server) throws IOException {
        return keep(Client.connect(server.addresses().get(0)));
    }

    /** Below, at and above the sizes of the memory that is used again. */
    static final int[] SIZES = {0, 1, 16_383, 16_384, 65_536, 65_537, 131_072, 131_073, 1 << 20};

    static final Marshaller<Long> NUMBER = Marshaller.of(
            number -> ByteBuffer.allocate(8).putLong(number).array(),
            bytes -> ByteBuffer.wrap(bytes).getLong());

    /** The sum of the bytes, which is taken while they are read. */
    static final BufferMarshaller<Long> SUM = new BufferMarshaller<>() {
        @Override
        public ByteBuffer write(Long value) {
            throw new UnsupportedOperationException("only read");
        }

        @Override
        public Long read(ByteBuffer payload) {
            return sum(payload);
        }
    };

    static final Method<ByteBuffer, ByteBuffer> ECHO = buffers("lentEcho");
    static final Method<ByteBuffer, ByteBuffer> SLOW_ECHO = buffers("slowEcho");
    static final Method<ByteBuffer, Long> SUM_OF_ECHO = new Method<>(SERVICE, "lentEcho", Marshaller.BUFFERS, SUM);
    static final Method<ByteBuffer, Long> SUM_ALL = new Method<>(SERVICE, "sumAll", Marshaller.BUFFERS, NUMBER);
    static final Method<Long, ByteBuffer> MANY = new Method<>(SERVICE, "many", NUMBER, Marshaller.BUFFERS);
    static final Method<ByteBuffer, ByteBuffer> ECHOES = buffers("echoes");
    static final Method<ByteBuffer, ByteBuffer> KEEP = buffers("keep");
    static final Method<ByteBuffer, ByteBuffer> LAST = buffers("last");
    static final Method<ByteBuffer, ByteBuffer> TWICE = buffers("twice");

    final ConcurrentLinkedQueue<ServerRequest> kept = new ConcurrentLinkedQueue<>();

    static Method<ByteBuffer, ByteBuffer> buffers(String name) {
        return new Method<>(SERVICE, name, Marshaller.BUFFERS, Marshaller.BUFFERS);
    }

    ServerBuilder service() {
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
                .handleClientStream(LAST, messages -> {
                    ByteBuffer last = ByteBuffer.allocate(0);
                    for (ByteBuffer message : messages) {
                        last = message;
                        if (message.get(0) == 0) {
                            return last;
                        }
                    }
                    return last;
                })
                .handleServerStream(TWICE, (payload, answers) -> {
                    answers.send(payload);
                    answers.send(payload);
                })
                .handleBidi(ECHOES, stream -> {
                    for (ByteBuffer message : stream) {
                        stream.send(message);
                    }
                });
    }

    /** Every other one outside of the heap. */
    static ByteBuffer random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocateDirect(size).put(bytes).flip();
    }

    static long sum(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes.duplicate());
        return sum.getValue();
    }

    Client client() throws Exception {
        return connect(start(service()));
    }
}
