package io.samehost.bench.sharing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.address.Address;
import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.load.rpc.RpcPipelined;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.process.ParentLine;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A client on whose one connection several things happen at once.
 *
 * <pre>
 * in  connect ADDRESS   out  connected
 *     window MILLIS          done JSON    one thread keeps some calls in flight
 *     threads MILLIS         done JSON    as many threads have one each
 *     fast MILLIS            done JSON    one fast call after the other
 *     beside MILLIS          done JSON    the same beside slow ones
 * </pre>
 */
final class SharingClient {
    /** Calls in flight, or threads. */
    static final int CALLERS = 16;

    /** Slow calls in flight beside the fast ones. */
    static final int SLOW_CALLS = 8;

    private static final int SIZE_BYTES = 64;

    private final Client client;

    SharingClient(Client client) {
        this.client = client;
    }

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Client client = Client.connect(Address.parse(parent.next().substring("connect ".length())))) {
            parent.say("connected");
            SharingClient sharing = new SharingClient(client);
            while (true) {
                String[] instruction = parent.next().split(" ", 2);
                long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction[1]));
                parent.say("done", sharing.obey(instruction[0], nanos).toString());
            }
        } catch (IOException | CallException | RuntimeException e) {
            parent.fail(e);
        }
    }

    ObjectNode obey(String what, long nanos) throws IOException, CallException, InterruptedException {
        return switch (what) {
            case "window" -> window(nanos);
            case "threads" -> threads(nanos);
            case "fast" -> fast(nanos);
            case "beside" -> beside(nanos);
            default -> throw new IllegalArgumentException("unknown: instruction=" + what);
        };
    }

    @SuppressWarnings("resource") // closing it would close the client
    private ObjectNode window(long nanos) throws IOException {
        Recording recording = new Recording();
        long startNanos = System.nanoTime();
        new RpcPipelined(client, SIZE_BYTES, CALLERS).run(recording, nanos);
        return result(recording.latency().getTotalCount(), System.nanoTime() - startNanos, recording.latency());
    }

    private ObjectNode threads(long nanos) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        CallingThreads threads = CallingThreads.run(client, CALLERS, SIZE_BYTES, nanos);
        return result(threads.calls(), System.nanoTime() - startNanos, threads.latency())
                .put("maxToMedian", threads.maxToMedian())
                .put("medianToMin", threads.medianToMin());
    }

    private ObjectNode fast(long nanos) throws IOException, CallException {
        byte[] payload = Stamp.payload(SIZE_BYTES);
        Recording recording = new Recording();
        long startNanos = System.nanoTime();
        long nowNanos = startNanos;
        while (nowNanos - startNanos < nanos) {
            client.call(BenchService.NAME, SharingServer.FAST, payload);
            long doneNanos = System.nanoTime();
            recording.reply(doneNanos - nowNanos);
            nowNanos = doneNanos;
        }
        return result(recording.latency().getTotalCount(), nowNanos - startNanos, recording.latency());
    }

    private ObjectNode beside(long nanos) throws IOException, CallException, InterruptedException {
        try (SlowCalls slow = SlowCalls.start(client, SLOW_CALLS)) {
            return fast(nanos).put("slow", slow.number());
        }
    }

    private static ObjectNode result(long calls, long elapsedNanos, Histogram latency) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("calls", calls)
                .put("callsPerSecond", calls * 1e9 / elapsedNanos)
                .put("p50Nanos", latency.getValueAtPercentile(50))
                .put("p99Nanos", latency.getValueAtPercentile(99));
    }
}
