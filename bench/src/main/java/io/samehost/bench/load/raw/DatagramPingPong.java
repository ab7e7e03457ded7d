package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.bench.scenario.Wait;
import io.samehost.transport.DatagramPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Sends a datagram, waits for its echo, and again. One that does not come back in time is lost, and the next is sent. */
public final class DatagramPingPong implements SteppedWorkload {
    /** On one machine nothing is on its way for so long. */
    public static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final DatagramPort port;
    private final Wait wait;
    private final ByteBuffer message;
    private final ByteBuffer reply;
    private long sequence;

    public DatagramPingPong(DatagramPort port, Wait wait, int sizeBytes) {
        this.port = port;
        this.wait = wait;
        this.message = Stamp.blank(1, sizeBytes);
        this.reply = Stamp.blank(1, sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        byte stamp = Stamp.of(sequence++);
        message.clear().put(0, stamp);
        boolean sent = port.write(message);
        boolean answered = sent && awaitReply(nowNanos);
        long doneNanos = System.nanoTime();
        if (!answered) {
            recording.lost(1);
        } else if (!reply.hasRemaining() && reply.get(0) == stamp) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    private boolean awaitReply(long sentNanos) throws IOException {
        reply.clear();
        while (!port.read(reply)) {
            long leftNanos = PATIENCE_NANOS - (System.nanoTime() - sentNanos);
            if (leftNanos <= 0) {
                return false;
            }
            if (wait == Wait.BLOCKING) {
                port.await(leftNanos);
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
