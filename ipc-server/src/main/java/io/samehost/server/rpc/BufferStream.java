package io.samehost.server.rpc;

import io.samehost.server.handler.ServerStream;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A stream of bytes that lends its messages. For the thread that runs the handler. */
interface BufferStream extends ServerStream<byte[], byte[]> {
    /** Waits like {@link #receive}. The message is lent until the next one is received, or the handler returns. */
    Optional<ByteBuffer> receiveBuffer() throws InterruptedException;

    /** Sends the bytes from position to limit, and waits like {@link #send}. They are the caller's again then. */
    void sendBuffer(ByteBuffer message) throws IOException, InterruptedException, OversizeException;
}
