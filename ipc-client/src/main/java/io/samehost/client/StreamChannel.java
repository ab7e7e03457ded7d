package io.samehost.client;

import io.samehost.transport.OutputQueue;
import io.samehost.transport.Polling;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Moves the bytes of one stream over a connection of its own. One thread may read while another writes, each waiting in
 * a selector of its own; the channel itself never blocks, so that deadlines, interrupts and {@link #close} end any wait.
 */
final class StreamChannel implements Closeable {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final SocketChannel channel;
    private final OutputQueue output;
    private final Selector readSelector;
    private final Selector writeSelector;
    private final SelectionKey writeKey;

    /** Takes the channel over. */
    StreamChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.output = new OutputQueue(channel);
        channel.configureBlocking(false);
        this.readSelector = channel.provider().openSelector();
        this.writeSelector = channel.provider().openSelector();
        channel.register(readSelector, READ);
        this.writeKey = channel.register(writeSelector, WRITE);
    }

    OutputQueue output() {
        return output;
    }

    /**
     * Reads what is there, without waiting.
     *
     * @return bytes read, possibly 0
     * @throws EOFException if the server has closed the connection
     */
    int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        if (count < 0) {
            throw new EOFException("server closed the connection");
        }
        return count;
    }

    /** The reader's: waits until there is something to read, the time is over, or the thread is interrupted. */
    void awaitReadable(long timeoutNanos) throws IOException {
        Polling.select(readSelector, timeoutNanos, ready -> {});
    }

    /** The writer's: waits until the socket takes bytes, or, where asked for, has some to read; or as above. */
    void awaitWritable(boolean orReadable, long timeoutNanos) throws IOException {
        writeKey.interestOps(orReadable ? READ | WRITE : WRITE);
        Polling.select(writeSelector, timeoutNanos, ready -> {});
    }

    /** Ends every wait. May be called twice, from any thread. */
    @Override
    public void close() throws IOException {
        try (channel;
                readSelector;
                writeSelector) {
            output.close();
            readSelector.wakeup();
            writeSelector.wakeup();
        }
    }
}
