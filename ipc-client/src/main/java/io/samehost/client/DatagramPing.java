package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.client.datagram.DatagramExchange;
import io.samehost.client.datagram.RandomIds;
import io.samehost.protocol.Arrivals;
import io.samehost.protocol.StreamMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Ping by datagrams: calls a method at intervals, waits for nobody, and tells which answers came, and how soon. */
public final class DatagramPing {
    /** The largest number of pings. */
    public static final int MAX_COUNT = Arrivals.LARGEST_NUMBER + 1;

    private static final byte[] NOTHING = {};
    private static final int FIRST_TIMES = 1024;

    /** The watcher is asked this often whether to stop. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatagramExchange exchange;
    private final int count;
    private final Watcher watcher;
    private long[] sentNanos = new long[FIRST_TIMES];
    private int sent;
    private final RandomIds ids = new RandomIds();

    /** Numbers of pings by their ids. */
    private final StreamMap<Integer> numbers = new StreamMap<>();

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

        /** Nobody received ping {@code number}, as far as the system tells, nor maybe some before it. */
        default void refused(int number, ConnectFailedException why) {}

        /** True to send no more, and to wait for nothing. Asked several times a second. */
        default boolean isStopped() {
            return false;
        }
    }

    /**
     * The outcome of the pings.
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
     * @param config of it, only the server's users count here
     * @param interval from one ping to the next; zero sends them at once
     * @param patience how long to wait for what is missing after the last one
     */
    public static Result run(
            Address address,
            ClientConfig config,
            String service,
            String method,
            int count,
            Duration interval,
            Duration patience)
            throws IOException {
        return run(address, config, service, method, NOTHING, count, interval, patience, (number, nanos) -> {});
    }

    /**
     * Calls {@code service}/{@code method} with {@code payload}, {@code count} times or until the watcher stops it, and
     * tells of the answers as they come. A server that has answered may go and come back: pings that nobody receives are
     * lost.
     *
     * @throws IllegalArgumentException if the payload does not fit a datagram, or the count is out of range
     */
    public static Result run(
            Address address,
            ClientConfig config,
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
        try (DatagramExchange exchange = DatagramClient.exchange(address, config)) {
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
            if (exchange.send(newId(), service, method, payload, this::takeAnswers)) {
                tellRefusal(); // of an earlier datagram
                sent++;
            } else {
                sent++;
                tellRefusal();
            }
            boolean last = sent == count;
            await(TimeUnit.NANOSECONDS.convert(last ? patience : interval), last);
        }
        return new Result(
                sent, answers.received(), answers.reordered(), answers.duplicated(), List.copyOf(roundTripNanos));
    }

    private void tellRefusal() {
        exchange.takeRefusal().ifPresent(why -> watcher.refused(sent - 1, why));
    }

    private int newId() {
        int id = ids.next();
        while (numbers.contains(id)) {
            id = ids.next();
        }
        numbers.put(id, sent);
        return id;
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
            tellRefusal();
        }
    }

    private void takeAnswers() throws IOException {
        for (int taken = 0; taken < DatagramExchange.MAX_AT_ONCE; taken++) {
            OptionalInt answer = exchange.receive();
            if (answer.isEmpty()) {
                return;
            }
            Integer number = numbers.get(answer.getAsInt());
            if (number != null && answers.arrived(number)) {
                long nanos = System.nanoTime() - sentNanos[number];
                roundTripNanos.add(nanos);
                watcher.answered(number, nanos);
            }
        }
    }
}
