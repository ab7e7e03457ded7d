package io.samehost.bench.load.raw;

import io.samehost.address.Address;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Connects, has one message echoed and closes, again and again. A failure counts as an error, and the next one is tried. */
public final class RawConnect implements SteppedWorkload {
    private final Sockets sockets;
    private final Address address;
    private final ByteBuffer message;
    private final ByteBuffer reply;

    public RawConnect(Sockets sockets, Address address, int sizeBytes) {
        this.sockets = sockets;
        this.address = address;
        this.message = Stamp.blank(1, sizeBytes);
        this.reply = Stamp.blank(1, sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) {
        boolean echoed = isEchoed();
        long doneNanos = System.nanoTime();
        if (echoed) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    private boolean isEchoed() {
        try (SocketChannel channel = sockets.connect(address)) {
            message.clear();
            while (message.hasRemaining()) {
                channel.write(message);
            }
            reply.clear();
            while (reply.hasRemaining()) {
                if (channel.read(reply) < 0) {
                    return false;
                }
            }
            return reply.get(0) == message.get(0);
        } catch (IOException counted) {
            return false;
        }
    }

    @Override
    public void close() {}
}
