package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.bench.scenario.Scenario;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Keeps a window of messages in flight from one thread: one write of all that the window allows, one read of what has
 * come, and again. The window must not exceed {@link Scenario#largestWindow}, or both ends could block in write.
 */
public final class RawPipelined implements SteppedWorkload {
    private final SocketChannel channel;
    private final int sizeBytes;
    private final int window;
    private final ByteBuffer messages;

    /** Holds a window of replies; as it is a multiple of their size, none is split at its end. */
    private final ByteBuffer replies;

    /** When message n was sent, at index n modulo the window. */
    private final long[] sentNanos;

    private long sent;
    private long received;

    public RawPipelined(SocketChannel channel, int sizeBytes, int window) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
        this.window = window;
        this.messages = Stamp.blank(window, sizeBytes);
        this.replies = Stamp.blank(window, sizeBytes);
        this.sentNanos = new long[window];
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        fillWindow(nowNanos);
        return receive(recording);
    }

    @Override
    public void drain(Recording recording) throws IOException {
        while (received < sent) {
            receive(recording);
        }
    }

    private void fillWindow(long nowNanos) throws IOException {
        int allowed = window - (int) (sent - received);
        messages.clear().limit(allowed * sizeBytes);
        for (int i = 0; i < allowed; i++) {
            messages.put(i * sizeBytes, Stamp.of(sent));
            sentNanos[(int) (sent % window)] = nowNanos;
            sent++;
        }
        while (messages.hasRemaining()) {
            channel.write(messages);
        }
    }

    /** One read; it may bring many replies, or no whole one. */
    private long receive(Recording recording) throws IOException {
        int before = replies.position() / sizeBytes;
        int got;
        do {
            got = channel.read(replies);
        } while (got == 0);
        if (got < 0) {
            throw new EOFException("server closed the connection: sent=" + sent + " received=" + received);
        }
        long doneNanos = System.nanoTime();
        int after = replies.position() / sizeBytes;
        for (int i = before; i < after; i++) {
            if (replies.get(i * sizeBytes) == Stamp.of(received)) {
                recording.reply(doneNanos - sentNanos[(int) (received % window)]);
            } else {
                recording.error();
            }
            received++;
        }
        if (!replies.hasRemaining()) {
            replies.clear();
        }
        return doneNanos;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
