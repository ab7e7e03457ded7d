package io.samehost.bench;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A client of either kind, as one call after the other sees it. */
interface Calls extends Closeable {
    byte[] call(byte[] payload) throws IOException, CallException;

    static Calls over(Client client) {
        return new Calls() {
            @Override
            public byte[] call(byte[] payload) throws IOException, CallException {
                return client.call(BenchServer.SERVICE, BenchServer.METHOD, payload);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    /** Each call has a deadline, after which its datagrams are lost. */
    static Calls over(DatagramClient client) {
        CallOptions options = CallOptions.DEFAULT.withTimeout(Duration.ofNanos(DatagramPingPong.PATIENCE_NANOS));
        return new Calls() {
            @Override
            public byte[] call(byte[] payload) throws IOException, CallException {
                return client.call(BenchServer.SERVICE, BenchServer.METHOD, payload, options);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }
}
