package io.samehost.server;

import io.samehost.protocol.Arrivals;
import io.samehost.protocol.FloodMessages;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts numbered datagrams for {@code ipc-client flood}, which asks at the end what arrived. Thread-safe. */
public final class FloodCounter {
    /** Counts are kept for so many runs; a further one makes the oldest forgotten. A run costs 2 MiB at most. */
    private static final int MAX_RUNS = 16;

    private static final byte[] NOTHING = {};

    /** Guarded by this. */
    private final Map<Long, Arrivals> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Arrivals> eldest) {
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
        runs.computeIfAbsent(run, key -> new Arrivals()).arrived(number);
        return NOTHING;
    }

    /** A run of which nothing has arrived is as good as any. */
    private synchronized byte[] report(byte[] message) throws StatusException {
        requireLength(message, Long.BYTES);
        Arrivals arrivals = runs.getOrDefault(ByteBuffer.wrap(message).getLong(), new Arrivals());
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
