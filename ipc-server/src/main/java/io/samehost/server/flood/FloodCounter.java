package io.samehost.server.flood;

import io.samehost.protocol.Arrivals;
import io.samehost.protocol.FloodMessages;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts numbered datagrams for {@code ipc-client flood}, which asks at the end what arrived. Thread-safe. */
public final class FloodCounter {
    /**
     * Counts are kept for so many runs; a further one makes the oldest forgotten. A run costs 2 MiB at most, and only as
     * its numbers come.
     */
    private static final int MAX_RUNS = 16;

    private static final byte[] NOTHING = {};

    /** Guarded by this. Counts give way where memory is short, and when nobody has asked for them for long. */
    private final Map<Long, SoftReference<Arrivals>> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SoftReference<Arrivals>> eldest) {
            return size() > MAX_RUNS;
        }
    };

    private FloodCounter() {}

    /** Adds the service to a server. */
    public static void addTo(ServerBuilder server) {
        FloodCounter counter = new FloodCounter();
        server.handleInline(FloodMessages.SERVICE, FloodMessages.COUNT, request -> counter.count(request.payload()));
        server.handleInline(FloodMessages.SERVICE, FloodMessages.REPORT, request -> counter.report(request.payload()));
    }

    private synchronized byte[] count(byte[] message) throws StatusException {
        requireLength(message, FloodMessages.SMALLEST_COUNT_BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(message);
        long run = bytes.getLong();
        int number = bytes.getInt();
        if (number < 0 || number > Arrivals.LARGEST_NUMBER) {
            throw new StatusException(
                    StatusCode.INVALID_ARGUMENT,
                    "number is out of range: number=" + number + ", use 0 to " + Arrivals.LARGEST_NUMBER);
        }
        find(run).orElseGet(() -> begin(run)).arrived(number);
        return NOTHING;
    }

    /** Empty if nothing has arrived, or if it was forgotten. */
    private Optional<Arrivals> find(long run) {
        return Optional.ofNullable(runs.get(run)).map(SoftReference::get);
    }

    private Arrivals begin(long run) {
        Arrivals arrivals = new Arrivals();
        runs.put(run, new SoftReference<>(arrivals));
        return arrivals;
    }

    /** A run of which nothing has arrived is as good as any. */
    private synchronized byte[] report(byte[] message) throws StatusException {
        requireLength(message, Long.BYTES);
        Arrivals arrivals = find(ByteBuffer.wrap(message).getLong()).orElseGet(Arrivals::new);
        return FloodMessages.answer(
                new FloodMessages.Report(arrivals.received(), arrivals.reordered(), arrivals.duplicated()));
    }

    private static void requireLength(byte[] message, int lengthBytes) throws StatusException {
        if (message.length < lengthBytes) {
            throw new StatusException(
                    StatusCode.INVALID_ARGUMENT,
                    "message is too short: lengthBytes=" + message.length + " smallest=" + lengthBytes);
        }
    }
}
