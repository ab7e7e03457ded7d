package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.protocol.Arrivals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Ping by datagrams: calls a method at intervals, waits for nobody, and tells which answers came, and how soon. */
public final class DatagramPing {
    private static final byte[] NOTHING = {};

    private final DatagramExchange exchange;
    private final long[] sentNanos;
    private final Arrivals answers = new Arrivals();
    private final List<Long> roundTripNanos = new ArrayList<>();

    private DatagramPing(DatagramExchange exchange, int count) {
        this.exchange = exchange;
        this.sentNanos = new long[count];
    }

    /**
     * What became of the pings.
     *
     * @param received different answers
     * @param reordered of these, how many came after the answer to a later ping
     * @param duplicated answers that came once more
     * @param roundTripNanos of each answer, in the order in which they came
     */
    public record Result(long sent, long received, long reordered, long duplicated, List<Long> roundTripNanos) {
        public long lost() {
            return sent - received;
        }
    }

    /**
     * Calls {@code service}/{@code method} with an empty payload, {@code count} times. An answer with an error is an
     * answer too.
     *
     * @param interval from one ping to the next; zero sends them at once
     * @param patience how long to wait for what is missing after the last one
     */
    public static Result run(
            Address address, String service, String method, int count, Duration interval, Duration patience)
            throws IOException {
        if (count < 1 || count > Arrivals.LARGEST_NUMBER + 1) {
            throw new IllegalArgumentException("count is out of range: count=" + count);
        }
        try (DatagramExchange exchange = new DatagramExchange(address)) {
            return new DatagramPing(exchange, count).run(service, method, interval, patience);
        }
    }

    private Result run(String service, String method, Duration interval, Duration patience) throws IOException {
        for (int number = 0; number < sentNanos.length; number++) {
            sentNanos[number] = System.nanoTime();
            exchange.send(number, service, method, NOTHING, this::takeAnswers);
            boolean last = number == sentNanos.length - 1;
            await(last ? patience.toNanos() : interval.toNanos(), last);
        }
        return new Result(
                sentNanos.length,
                answers.received(),
                answers.reordered(),
                answers.duplicated(),
                List.copyOf(roundTripNanos));
    }

    /** @param stopEarly once every answer is there */
    private void await(long nanos, boolean stopEarly) throws IOException {
        long startNanos = System.nanoTime();
        takeAnswers();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - startNanos)) {
            if (stopEarly && answers.received() == sentNanos.length) {
                return;
            }
            exchange.await(left);
            takeAnswers();
        }
    }

    private void takeAnswers() throws IOException {
        for (OptionalInt answer = exchange.receive(); answer.isPresent(); answer = exchange.receive()) {
            int number = answer.getAsInt();
            if (number < sentNanos.length && answers.arrived(number)) {
                roundTripNanos.add(System.nanoTime() - sentNanos[number]);
            }
        }
    }
}
