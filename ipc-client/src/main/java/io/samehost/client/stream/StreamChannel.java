package io.samehost.client.stream;

import io.samehost.transport.output.OutputQueue;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Polling;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Moves the bytes of one stream over a connection of its own. One thread may read while another writes, each waiting in
 * a selector of its own; the channel itself never blocks, so that deadlines, interrupts and {@link #close} end any wait.
 */
public final class StreamChannel implements Closeable {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final SocketChannel channel;
    private final OutputQueue output;
    private final Selector readSelector;
    private final Selector writeSelector;
    private final SelectionKey writeKey;

    /** Opens a selector. */
    public interface SelectorSource {
        Selector open() throws IOException;
    }

    private StreamChannel(SocketChannel channel, Selector readSelector, Selector writeSelector) throws IOException {
        this.channel = channel;
        this.output = new OutputQueue(channel);
        this.readSelector = readSelector;
        this.writeSelector = writeSelector;
        channel.configureBlocking(false);
        channel.register(readSelector, READ);
        this.writeKey = channel.register(writeSelector, WRITE);
    }

    /**
     * Takes the channel over, and closes it if that fails.
     *
     * @param selectors of the channel's provider; two are taken
     */
    public static StreamChannel over(SocketChannel channel, SelectorSource selectors) throws IOException {
        Deque<Closeable> opened = new ArrayDeque<>(List.of(channel));
        try {
            Selector readSelector = selectors.open();
            opened.push(readSelector);
            Selector writeSelector = selectors.open();
            opened.push(writeSelector);
            return new StreamChannel(channel, readSelector, writeSelector);
        } catch (IOException | RuntimeException | Error e) { // mostly for want of descriptors
            Closing.because(e, opened.toArray(Closeable[]::new));
            throw e;
        }
    }

    public OutputQueue output() {
        return output;
    }

    /**
     * Reads what is there, without waiting.
     *
     * @return bytes read, possibly 0
     * @throws EOFException if the server has closed the connection
     */
    public int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        if (count < 0) {
            throw new EOFException("server closed the connection");
        }
        return count;
    }

    /** The reader's: waits until there is something to read, the time is over, or the thread is interrupted. */
    public void awaitReadable(long timeoutNanos) throws IOException {
        Polling.awaitReady(readSelector, timeoutNanos);
    }

    /** The writer's: waits until the socket takes bytes, or, where asked for, has some to read; or as above. */
    public void awaitWritable(boolean orReadable, long timeoutNanos) throws IOException {
        try {
            writeKey.interestOps(orReadable ? READ | WRITE : WRITE);
        } catch (CancelledKeyException e) {
            throw new IOException("stream was closed", e);
        }
        Polling.awaitReady(writeSelector, timeoutNanos);
    }

    /** Ends the writer's wait, or the next one. From any thread. */
    public void wakeWriter() {
        writeSelector.wakeup();
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
