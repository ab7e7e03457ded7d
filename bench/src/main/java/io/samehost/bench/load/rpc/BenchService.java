package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Stamp;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.RequestHandler;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.nio.ByteBuffer;

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
        builder.handleServerStream(NAME, SOURCE, (request, answers) -> source(request, answers, message));
        builder.handleInline(Parcel.ECHO, (parcel, request) -> parcel);
        if (inline) {
            builder.handleInline(NAME, ECHO, echo);
        } else {
            builder.handle(NAME, ECHO, echo);
        }
    }

    private static byte[] sink(Incoming<byte[]> messages) throws InterruptedException {
        long count = 0;
        while (messages.receive().isPresent()) {
            count++;
        }
        return eightBytes(count);
    }

    /** Sends for as long as the request says, and how many messages that were as one more. */
    private static void source(byte[] request, Outgoing<byte[]> answers, byte[] message)
            throws IOException, InterruptedException, OversizeException {
        long endNanos = System.nanoTime() + ByteBuffer.wrap(request).getLong();
        long count = 0;
        do {
            answers.send(message);
            count++;
        } while (System.nanoTime() - endNanos < 0);
        answers.send(eightBytes(count));
    }

    static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
