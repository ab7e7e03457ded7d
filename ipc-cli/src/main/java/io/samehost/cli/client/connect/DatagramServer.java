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
import java.util.Optional;
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
     * A client of the server, which has answered it, whatever its answer; without patience, one that has not asked. A server
     * that is there too late is found by the first call.
     *
     * @throws ConnectFailedException if nobody receives there after so long
     */
    public DatagramClient connect(Duration patience) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (true) {
            boolean last = System.nanoTime() - startNanos >= TimeUnit.NANOSECONDS.convert(patience);
            Optional<DatagramClient> client = tryConnect(last);
            if (client.isPresent()) {
                return client.get();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Waits until the server answers. For those that open a socket of their own. */
    public void await(Duration patience) throws IOException, InterruptedException {
        if (!patience.isZero()) {
            connect(patience).close();
        }
    }

    private Optional<DatagramClient> tryConnect(boolean last) throws IOException {
        DatagramClient client;
        try {
            client = DatagramClient.connect(address, config);
        } catch (ConnectFailedException e) {
            return noneUnless(last, e);
        }
        boolean answered = last;
        try {
            answered = answered || answers(client);
        } catch (ConnectFailedException e) {
            return noneUnless(last, e);
        } finally {
            if (!answered) {
                client.close();
            }
        }
        return answered ? Optional.of(client) : Optional.empty();
    }

    private static Optional<DatagramClient> noneUnless(boolean last, ConnectFailedException e)
            throws ConnectFailedException {
        if (last || !e.mayComeUp()) {
            throw e;
        }
        return Optional.empty();
    }

    private static boolean answers(DatagramClient client) throws IOException {
        try {
            client.call("samehost.Echo", "Echo", NOTHING, CallOptions.DEFAULT.withTimeout(PROBE_TIMEOUT));
            return true;
        } catch (CallException e) {
            return e.status().code() != StatusCode.DEADLINE_EXCEEDED;
        }
    }
}
