package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Stamp;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.RequestHandler;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** The ttrpc service of the measured server, and its names for the clients that call it. */
public final class BenchService {
    public static final String NAME = "samehost.Echo";
    public static final String ECHO = "Echo";

    /** Takes a client stream and answers with the number of its messages, as eight bytes. */
    static final String SINK = "Sink";

    /**
     * Sends messages for as many nanoseconds as the eight bytes of the request say, and answers with their number, as eight
     * bytes.
     */
    public static final String SOURCE = "Source";

    /** The same without an array for each message: the library lends its memory. */
    static final Method<ByteBuffer, Long> BUFFER_SINK = new Method<>(
            NAME, "BufferSink", Marshaller.BUFFERS, Marshaller.of(BenchService::eightBytes, BenchService::number));

    static final Method<byte[], ByteBuffer> BUFFER_SOURCE =
            new Method<>(NAME, "BufferSource", Marshaller.BYTES, Marshaller.BUFFERS);

    static final Method<ByteBuffer, ByteBuffer> BUFFER_ECHO =
            new Method<>(NAME, "BufferEcho", Marshaller.BUFFERS, Marshaller.BUFFERS);

    private BenchService() {}

    /**
     * Adds all methods to a server.
     *
     * @param inline whether the echo promises not to block
     * @param messageBytes the size of each message that {@link #SOURCE} sends
     */
    public static void add(ServerBuilder builder, RequestHandler echo, boolean inline, int messageBytes) {
        byte[] message = Stamp.payload(messageBytes);
        builder.handleClientStream(NAME, SINK, BenchService::sink);
        builder.handleServerStream(
                NAME, SOURCE, (request, answers) -> source(request, answers, message, number -> number));
        builder.handleInline(Parcel.ECHO, (parcel, request) -> parcel);
        ByteBuffer buffer = directly(message);
        builder.handleClientStream(BUFFER_SINK, BenchService::count);
        builder.handleServerStream(
                BUFFER_SOURCE, (request, answers) -> source(request, answers, buffer, ByteBuffer::wrap));
        builder.handleInline(BUFFER_ECHO, (payload, request) -> payload);
        if (inline) {
            builder.handleInline(NAME, ECHO, echo);
        } else {
            builder.handle(NAME, ECHO, echo);
        }
    }

    private static byte[] sink(Incoming<byte[]> messages) throws InterruptedException {
        return eightBytes(count(messages));
    }

    private static long count(Incoming<?> messages) throws InterruptedException {
        long count = 0;
        while (messages.receive().isPresent()) {
            count++;
        }
        return count;
    }

    /** Sends for as long as the request says, and how many messages that were as one more. */
    private static <T> void source(byte[] request, Outgoing<T> answers, T message, Function<byte[], T> number)
            throws IOException, InterruptedException, OversizeException {
        long endNanos = System.nanoTime() + ByteBuffer.wrap(request).getLong();
        long count = 0;
        do {
            answers.send(message);
            count++;
        } while (System.nanoTime() - endNanos < 0);
        answers.send(number.apply(eightBytes(count)));
    }

    static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] eightBytes) {
        return ByteBuffer.wrap(eightBytes).getLong();
    }

    /** The bytes in memory from which the kernel takes them without a further copy. */
    static ByteBuffer directly(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
