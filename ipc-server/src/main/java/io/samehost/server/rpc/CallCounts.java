package io.samehost.server.rpc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of the calls in a {@link CallTable}. Written under the table's lock, whose release publishes them; read by anybody. */
final class CallCounts {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger requestBytes = new AtomicInteger();
    private final AtomicInteger unfinishedBytes = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();

    int calls() {
        return calls.get();
    }

    /** Those of them that began as streams that the client sends on. */
    int streams() {
        return streams.get();
    }

    /** Payloads of requests, and the memory of the frame that is not whole yet. */
    int heldBytes() {
        return requestBytes.get() + unfinishedBytes.get();
    }

    /** Whole frames that have come. */
    long received() {
        return received.get();
    }

    void receivedOne() {
        received.setRelease(received.getPlain() + 1);
    }

    void began(ActiveCall call) {
        change(call, 1);
    }

    void ended(ActiveCall call) {
        change(call, -1);
    }

    private void change(ActiveCall call, int change) {
        calls.setRelease(calls.getPlain() + change);
        requestBytes.setRelease(
                requestBytes.getPlain() + change * call.request().heldBytes());
        if (call.takesMessages()) {
            streams.setRelease(streams.getPlain() + change);
        }
    }

    /** The memory that a frame takes that is not whole yet. */
    void unfinished(int bytes) {
        if (unfinishedBytes.getPlain() != bytes) {
            unfinishedBytes.setRelease(bytes);
        }
    }

    /** All calls are gone. */
    void clear() {
        calls.set(0);
        streams.set(0);
        requestBytes.set(0);
    }
}
