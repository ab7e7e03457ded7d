package io.samehost.client.connection;

import io.samehost.transport.output.OutputQueue;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Platform;
import io.samehost.transport.system.Polling;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The socket of a connection that many threads share. It never blocks, so that deadlines and interrupts end the wait in
 * the selector and leave the connection intact, which they would not if a thread blocked in read. An interrupt ends the
 * caller's call; the channel is for all, and junixsocket would close it: so no channel is used by an interrupted thread.
 *
 * <p>Waiting and reading are for the leader, one thread at a time; the rest is for any thread.
 */
final class SharedSocket {
    /** Enough for a small answer: a connection that carries one call needs no buffer outside of the heap. */
    private static final int FIRST_BUFFER_BYTES = 1024;

    private static final int SECOND_BUFFER_BYTES = 16 * 1024;
    private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final OutputQueue output;

    /** The leader's. */
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER_BYTES);

    /** The leader's. The size of the buffer for the next read. */
    private int wantedBytes = FIRST_BUFFER_BYTES;

    private final boolean tellsUnreadBytes;

    /** Written by the leader. */
    private volatile boolean reset;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes the channel over; if this fails, the channel is still the caller's. */
    SharedSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.tellsUnreadBytes = Platform.IS_LINUX && channel.getRemoteAddress() instanceof UnixDomainSocketAddress;
        this.output = new OutputQueue(channel);
        channel.configureBlocking(false);
        this.selector = SpareSelector.SHARED.take(channel.provider());
        this.key = register();
    }

    private SelectionKey register() throws IOException {
        try {
            return channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException | Error e) {
            Closing.because(e, selector);
            throw e;
        }
    }

    OutputQueue output() {
        return output;
    }

    /**
     * Waits until the socket is ready or the time is over. A key that junixsocket made invalid, because the server hung
     * up, waits for nothing: what came before can be read.
     *
     * @return true if reading is worth a try
     */
    boolean await(long timeoutNanos) throws IOException {
        int operations = output.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
        boolean ready = key.isValid() && Polling.awaitReady(selector, timeoutNanos);
        return ready || !key.isValid();
    }

    /** Looks without waiting. The JDK's read says itself that there is nothing; junixsocket's may not meet an interrupt. */
    boolean look() throws IOException {
        return channel.provider() == SelectorProvider.provider() || !key.isValid() || Polling.isReady(selector);
    }

    /**
     * Reads what is there, without waiting.
     *
     * @return the bytes, possibly none; valid until the next read
     * @throws EOFException if the server has closed the connection
     */
    ByteBuffer read() throws IOException {
        if (in.capacity() < wantedBytes) {
            in = ByteBuffer.allocateDirect(wantedBytes);
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (readInto(in.clear()) < 0) {
                throw new EOFException("server closed the connection");
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (in.position() > 0) {
            int fullBytes = in.hasRemaining() ? 0 : Math.min(2 * in.capacity(), LARGEST_BUFFER_BYTES);
            wantedBytes = Math.max(fullBytes, SECOND_BUFFER_BYTES);
        }
        return in.flip();
    }

    private int readInto(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            reset = true;
            throw e;
        }
    }

    /**
     * True if the server closed and left bytes of ours unread, those of the last request at least. Linux says that for AF_UNIX,
     * by a failure of a read that has no other cause; over TCP it may have other causes.
     */
    boolean closedWithBytesUnread() {
        return reset && tellsUnreadBytes;
    }

    /** Writes what the socket takes. */
    OutputQueue.Outcome flush() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return output.flush();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the leader's wait. */
    void wakeUp() {
        selector.wakeup();
    }

    /** True if the socket took no byte from {@code position} on, and takes none any more: it is closed. */
    boolean neverTook(long position) {
        return output.neverTook(position);
    }

    /** No byte is written any more once this returns, unless another thread writes at this moment. */
    void stopWriting() {
        output.close();
    }

    /**
     * Closes, and adds to {@code cause} what fails of it. May be called twice.
     *
     * @param unled true if there is no leader, and none will follow
     */
    void close(IOException cause, boolean unled) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (unled) {
                channel.close();
                SpareSelector.SHARED.give(selector);
            } else {
                selector.wakeup();
                channel.close();
                selector.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
