package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.client.call.CallDeadline;
import io.samehost.client.datagram.DatagramExchange;
import io.samehost.protocol.Arrivals;
import io.samehost.protocol.FloodMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The lecture's "no guarantee on message delivery", made visible: sends numbered datagrams as fast as they are taken, and
 * asks the server at the end what arrived. UDP drops what the server is too slow for; AF_UNIX holds the sender back.
 */
public final class Flood {
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Flood() {}

    /**
     * The outcome of a flood.
     *
     * @param received different datagrams that the server counted
     * @param reordered of these, how many came after one that was sent later
     * @param duplicated datagrams that came once more
     * @param nanos from the first datagram to the last one sent
     */
    public record Result(long sent, long received, long reordered, long duplicated, long nanos) {
        public long lost() {
            return sent - received;
        }
    }

    /**
     * Sends {@code count} datagrams to a server that has the flood service. If it goes and comes back meanwhile, what nobody
     * received is lost.
     *
     * @param config of it, only the server's users count here
     * @param sizeBytes the payload of each, at least 12; the frame around it adds some 35 bytes
     * @throws IllegalArgumentException if a number is out of range, or a datagram of that size is not possible
     * @throws CallException if the server does not report
     */
    public static Result run(Address address, ClientConfig config, int count, int sizeBytes)
            throws IOException, CallException {
        if (count < 1 || count > Arrivals.LARGEST_NUMBER + 1) {
            throw new IllegalArgumentException(
                    "count is out of range: count=" + count + ", use 1 to " + (Arrivals.LARGEST_NUMBER + 1));
        }
        if (sizeBytes < FloodMessages.SMALLEST_COUNT_BYTES) {
            throw new IllegalArgumentException("size is too small: size=" + sizeBytes + " bytes, use "
                    + FloodMessages.SMALLEST_COUNT_BYTES + " or more");
        }
        long run = ThreadLocalRandom.current().nextLong();
        try (DatagramExchange exchange = DatagramClient.exchange(address, config);
                DatagramClient client = DatagramClient.connect(address, config)) {
            long startNanos = System.nanoTime();
            for (int number = 0; number < count; number++) {
                byte[] message = FloodMessages.count(run, number, sizeBytes);
                exchange.send(
                        2 * number + 1,
                        FloodMessages.SERVICE,
                        FloodMessages.COUNT,
                        message,
                        () -> dropAnswers(exchange));
                dropAnswers(exchange);
            }
            long nanos = System.nanoTime() - startNanos;
            FloodMessages.Report report = report(client, run);
            return new Result(count, report.received(), report.reordered(), report.duplicated(), nanos);
        }
    }

    /** The server may be away now, as it may have been in the middle: then datagrams were lost. */
    private static FloodMessages.Report report(DatagramClient client, long run) throws IOException, CallException {
        CallDeadline deadline = new CallDeadline(TimeUnit.NANOSECONDS.convert(REPORT_TIMEOUT));
        while (true) {
            try {
                return FloodMessages.readAnswer(client.callIdempotent(
                        FloodMessages.SERVICE,
                        FloodMessages.REPORT,
                        FloodMessages.report(run),
                        CallOptions.DEFAULT.withTimeout(REPORT_TIMEOUT)));
            } catch (ConnectFailedException e) {
                if (!e.mayComeUp() || deadline.remainingNanos() <= 0) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(ConnectFailedException why) throws ConnectFailedException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw why;
        }
    }

    /** Answers have to be read all the same: a server waits a little for a client that has no room for one. */
    private static void dropAnswers(DatagramExchange exchange) throws IOException {
        for (int taken = 0;
                taken < DatagramExchange.MAX_AT_ONCE && exchange.receive().isPresent();
                taken++) {
            // nothing to learn from it
        }
    }
}
