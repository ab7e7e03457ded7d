package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.protocol.Arrivals;
import io.samehost.protocol.FloodMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The lecture's "no guarantee on message delivery", made visible: sends numbered datagrams as fast as they are taken, and
 * asks the server at the end what arrived. UDP drops what the server is too slow for; AF_UNIX holds the sender back.
 */
public final class Flood {
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(30);

    private Flood() {}

    /**
     * What became of a flood.
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
     * Sends {@code count} datagrams to a server that has the flood service.
     *
     * @param sizeBytes the payload of each, at least 12; the frame around it adds some 35 bytes
     * @throws IllegalArgumentException if a number is out of range, or a datagram of that size is not possible
     * @throws CallException if the server does not report
     */
    public static Result run(Address address, int count, int sizeBytes) throws IOException, CallException {
        if (count < 1 || count > Arrivals.LARGEST_NUMBER + 1) {
            throw new IllegalArgumentException(
                    "count is out of range: count=" + count + ", use 1 to " + (Arrivals.LARGEST_NUMBER + 1));
        }
        if (sizeBytes < FloodMessages.SMALLEST_COUNT_BYTES) {
            throw new IllegalArgumentException("size is too small: size=" + sizeBytes + " bytes, use "
                    + FloodMessages.SMALLEST_COUNT_BYTES + " or more");
        }
        long run = ThreadLocalRandom.current().nextLong();
        // Open until the report is there: who owns a datagram cannot be told once its socket is closed.
        try (DatagramExchange exchange = new DatagramExchange(address);
                DatagramClient client = DatagramClient.connect(address)) {
            long startNanos = System.nanoTime();
            for (int number = 0; number < count; number++) {
                byte[] message = FloodMessages.count(run, number, sizeBytes);
                exchange.send(number, FloodMessages.SERVICE, FloodMessages.COUNT, message, () -> dropAnswers(exchange));
                dropAnswers(exchange);
            }
            long nanos = System.nanoTime() - startNanos;
            FloodMessages.Report report = FloodMessages.readAnswer(client.callIdempotent(
                    FloodMessages.SERVICE,
                    FloodMessages.REPORT,
                    FloodMessages.report(run),
                    CallOptions.DEFAULT.withTimeout(REPORT_TIMEOUT)));
            return new Result(count, report.received(), report.reordered(), report.duplicated(), nanos);
        }
    }

    /** Answers have to be read all the same: a server waits a little for a client that has no room for one. */
    private static void dropAnswers(DatagramExchange exchange) throws IOException {
        while (exchange.receive().isPresent()) {
            // nothing to learn from it
        }
    }
}
