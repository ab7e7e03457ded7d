package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.DatagramClient;
import io.samehost.transport.ConnectFailedException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server of datagrams, which cannot be connected to: whether it is there, only an answer tells. */
final class DatagramServer {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 20;
    private static final byte[] NOTHING = {};

    private final Address address;

    DatagramServer(Address address) {
        this.address = address;
    }

    /**
     * Asks until there is an answer, of whatever kind; without patience, not once.
     *
     * @throws ConnectFailedException if nobody receives there after so long
     */
    void await(Duration patience) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < patience.toNanos()) {
            try {
                if (answers()) {
                    return;
                }
            } catch (ConnectFailedException e) {
                if (!mayComeUp(e) || System.nanoTime() - startNanos >= patience.toNanos()) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean answers() throws IOException {
        try (DatagramClient client = DatagramClient.connect(address)) {
            client.call("samehost.Echo", "Echo", NOTHING, CallOptions.DEFAULT.withTimeout(PROBE_TIMEOUT));
            return true;
        } catch (CallException e) {
            return e.status().code() != StatusCode.DEADLINE_EXCEEDED;
        }
    }

    private static boolean mayComeUp(ConnectFailedException e) {
        return switch (e.reason()) {
            case MISSING, REFUSED, TIMED_OUT -> true;
            case PERMISSION, OTHER -> false;
        };
    }
}
