package io.samehost.cli.client.connect;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramClient;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server of datagrams, which cannot be connected to: whether it is there, only an answer tells. */
public final class DatagramServer {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 20;
    private static final byte[] NOTHING = {};

    private final Address address;
    private final ClientConfig config;

    /** @throws IllegalArgumentException if the server's user has to be proved and cannot be */
    public DatagramServer(Address address, ClientConfig config) {
        ServerUsers.requireProvable(address, config);
        this.address = address;
        this.config = config;
    }

    /**
     * Asks until there is an answer, of whatever kind; without patience, not once.
     *
     * @throws ConnectFailedException if nobody receives there after so long
     */
    public void await(Duration patience) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < TimeUnit.NANOSECONDS.convert(patience)) {
            try {
                if (answers()) {
                    return;
                }
            } catch (ConnectFailedException e) {
                if (!e.mayComeUp() || System.nanoTime() - startNanos >= TimeUnit.NANOSECONDS.convert(patience)) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean answers() throws IOException {
        try (DatagramClient client = DatagramClient.connect(address, config)) {
            client.call("samehost.Echo", "Echo", NOTHING, CallOptions.DEFAULT.withTimeout(PROBE_TIMEOUT));
            return true;
        } catch (CallException e) {
            return e.status().code() != StatusCode.DEADLINE_EXCEEDED;
        }
    }
}
