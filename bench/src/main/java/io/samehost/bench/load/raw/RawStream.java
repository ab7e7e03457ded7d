package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends to a {@link SinkService} for some time, a write for each message, and at the end asks how many have come. */
public final class RawStream implements Workload {
    private final SocketChannel channel;
    private final ByteBuffer message;
    private final ByteBuffer count = ByteBuffer.allocateDirect(Long.BYTES);
    private long sent;

    public RawStream(SocketChannel channel, int sizeBytes) {
        this.channel = channel;
        this.message = Stamp.blank(1, sizeBytes);
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        long endNanos = System.nanoTime() + durationNanos;
        message.put(0, Stamp.FILLING);
        sendUntil(endNanos, recording);
        message.put(0, SinkService.END);
        send();
        long missing = sent - count();
        recording.errors(Math.abs(missing));
    }

    /** A method of its own, so that the JIT compiles it once for warm-up and measurement. */
    private void sendUntil(long endNanos, Recording recording) throws IOException {
        long nowNanos = System.nanoTime();
        do {
            send();
            long doneNanos = System.nanoTime();
            recording.reply(doneNanos - nowNanos);
            nowNanos = doneNanos;
        } while (nowNanos - endNanos < 0);
    }

    private void send() throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            channel.write(message);
        }
        sent++;
    }

    private long count() throws IOException {
        count.clear();
        while (count.hasRemaining()) {
            if (channel.read(count) < 0) {
                throw new EOFException("server closed the connection: sent=" + sent);
            }
        }
        return count.flip().getLong();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
