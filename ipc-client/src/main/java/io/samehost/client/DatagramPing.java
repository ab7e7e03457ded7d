package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.protocol.Arrivals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Ping by datagrams: calls a method at intervals, waits for nobody, and tells which answers came, and how soon. */
public final class DatagramPing {
    /** How many pings there can be. */
    public static final int MAX_COUNT = Arrivals.LARGEST_NUMBER + 1;

    private static final byte[] NOTHING = {};
    private static final int FIRST_TIMES = 1024;

    /** How often to ask whether to stop. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatagramExchange exchange;
    private final int count;
    private final Watcher watcher;
    private long[] sentNanos = new long[FIRST_TIMES];
    private int sent;
    private final Arrivals answers = new Arrivals();
    private final List<Long> roundTripNanos = new ArrayList<>();

    private DatagramPing(DatagramExchange exchange, int count, Watcher watcher) {
        this.exchange = exchange;
        this.count = count;
        this.watcher = watcher;
    }

    /** Looks on while the pings go out. Called on the thread that runs them. */
    public interface Watcher {
        /** An answer came, to ping {@code number}, from 0, and not for the second time. */
        void answered(int number, long roundTripNanos);

        /** Whether to send no more, and to wait for nothing. Asked several times a second. */
        default boolean isStopped() {
            return false;
        }
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
        return run(address, service, method, NOTHING, count, interval, patience, (number, nanos) -> {});
    }

    /**
     * Calls {@code service}/{@code method} with {@code payload}, {@code count} times or until the watcher stops it, and
     * tells of the answers as they come.
     *
     * @throws IllegalArgumentException if the payload does not fit a datagram, or the count is out of range
     */
    public static Result run(
            Address address,
            String service,
            String method,
            byte[] payload,
            int count,
            Duration interval,
            Duration patience,
            Watcher watcher)
            throws IOException {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count is out of range: count=" + count + ", use 1 to " + MAX_COUNT);
        }
        try (DatagramExchange exchange = new DatagramExchange(address)) {
            return new DatagramPing(exchange, count, watcher).run(service, method, payload, interval, patience);
        }
    }

    private Result run(String service, String method, byte[] payload, Duration interval, Duration patience)
            throws IOException {
        while (sent < count && !watcher.isStopped()) {
            if (sent == sentNanos.length) {
                sentNanos = Arrays.copyOf(sentNanos, 2 * sent);
            }
            sentNanos[sent] = System.nanoTime();
            exchange.send(sent, service, method, payload, this::takeAnswers);
            sent++;
            boolean last = sent == count;
            await(last ? patience.toNanos() : interval.toNanos(), last);
        }
        return new Result(
                sent, answers.received(), answers.reordered(), answers.duplicated(), List.copyOf(roundTripNanos));
    }

    /** @param stopEarly once every answer is there */
    private void await(long nanos, boolean stopEarly) throws IOException {
        long startNanos = System.nanoTime();
        takeAnswers();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - startNanos)) {
            if (watcher.isStopped() || (stopEarly && answers.received() == count)) {
                return;
            }
            exchange.await(Math.min(left, LOOK_NANOS));
            takeAnswers();
        }
    }

    private void takeAnswers() throws IOException {
        for (OptionalInt answer = exchange.receive(); answer.isPresent(); answer = exchange.receive()) {
            int number = answer.getAsInt();
            if (number < sent && answers.arrived(number)) {
                long nanos = System.nanoTime() - sentNanos[number];
                roundTripNanos.add(nanos);
                watcher.answered(number, nanos);
            }
        }
    }
}
