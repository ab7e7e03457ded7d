package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.transport.DatagramPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Sends datagrams as fast as the socket takes them, and takes the echo of each as it comes, from one thread. One that
 * has not come back soon after the last one was sent is lost. AF_UNIX tells the sender that there is no room, so it waits; UDP takes
 * everything and drops it at the receiver.
 */
public final class DatagramFlood implements Workload {
    private static final long STRAGGLERS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The latest datagrams that can still come back; those before them are lost, since no socket buffer holds so many. */
    private static final int REMEMBERED = 1 << 16;

    private final DatagramPort port;
    private final ByteBuffer message;
    private final ByteBuffer reply;

    /** When message n was sent, at index n modulo {@link #REMEMBERED}. */
    private final long[] sentNanos = new long[REMEMBERED];

    private long sent;

    public DatagramFlood(DatagramPort port, int sizeBytes) {
        this.port = port;
        this.message = Stamp.blank(1, sizeBytes);
        this.reply = Stamp.blank(1, sizeBytes);
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        long first = sent;
        long received = flood(recording, first, durationNanos);
        long lastNanos = System.nanoTime();
        for (long left = STRAGGLERS_NANOS; received < sent - first && left > 0; ) {
            port.await(left);
            long more = receive(recording, first);
            received += more;
            lastNanos = more > 0 ? System.nanoTime() : lastNanos;
            left = STRAGGLERS_NANOS - (System.nanoTime() - lastNanos);
        }
        recording.waitedInVain(System.nanoTime() - lastNanos);
        recording.lost(sent - first - received);
    }

    /** A method of its own, so that the JIT compiles it once for warm-up and measurement. */
    private long flood(Recording recording, long first, long durationNanos) throws IOException {
        long startNanos = System.nanoTime();
        long received = 0;
        for (long now = startNanos; now - startNanos < durationNanos; now = System.nanoTime()) {
            message.clear().putLong(0, sent);
            sentNanos[(int) (sent % REMEMBERED)] = now;
            if (port.write(message)) {
                sent++;
            }
            received += receive(recording, first);
        }
        return received;
    }

    /** Takes what has come, and returns how many of them belong to this run. */
    private long receive(Recording recording, long first) throws IOException {
        long received = 0;
        while (port.read(reply.clear())) {
            long number = reply.getLong(0);
            if (reply.hasRemaining() || number < sent - REMEMBERED || number >= sent) {
                recording.error();
            } else if (number >= first) {
                recording.reply(System.nanoTime() - sentNanos[(int) (number % REMEMBERED)]);
                received++;
            }
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
