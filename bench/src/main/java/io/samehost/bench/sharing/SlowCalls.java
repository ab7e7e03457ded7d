package io.samehost.bench.sharing;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.client.Client;
import java.io.Closeable;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps some slow calls in flight until it is closed, which waits for the last of them. */
final class SlowCalls implements Closeable {
    private final Client client;
    private final byte[] payload = Stamp.payload(1);
    private final AtomicLong number = new AtomicLong();

    /** One party for each call in flight, and one for the owner. */
    private final Phaser open = new Phaser(1);

    private volatile boolean closed;

    private SlowCalls(Client client) {
        this.client = client;
    }

    static SlowCalls start(Client client, int inFlight) {
        SlowCalls calls = new SlowCalls(client);
        for (int i = 0; i < inFlight; i++) {
            calls.open.register();
            calls.call();
        }
        return calls;
    }

    private void call() {
        var unused = client.callAsync(BenchService.NAME, SharingServer.SLOW, payload)
                .whenComplete((answer, failure) -> {
                    number.incrementAndGet();
                    if (closed || failure != null) {
                        open.arriveAndDeregister();
                    } else {
                        call();
                    }
                });
    }

    /** The number of answers. */
    long number() {
        return number.get();
    }

    @Override
    public void close() {
        closed = true;
        open.arriveAndAwaitAdvance();
    }
}
