package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Writes a message, reads all of its echo, and again. */
public final class RawPingPong implements SteppedWorkload {
    private final SocketChannel channel;
    private final ByteBuffer message;
    private final ByteBuffer reply;
    private long sequence;

    public RawPingPong(SocketChannel channel, int sizeBytes) {
        this.channel = channel;
        this.message = Stamp.blank(1, sizeBytes);
        this.reply = Stamp.blank(1, sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        byte stamp = Stamp.of(sequence++);
        message.clear().put(0, stamp);
        while (message.hasRemaining()) {
            channel.write(message);
        }
        reply.clear();
        while (reply.hasRemaining()) {
            if (channel.read(reply) < 0) {
                throw new EOFException("server closed the connection: message=" + sequence);
            }
        }
        long doneNanos = System.nanoTime();
        if (reply.get(0) == stamp) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
