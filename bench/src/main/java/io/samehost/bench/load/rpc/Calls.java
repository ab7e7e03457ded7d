package io.samehost.bench.load.rpc;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A client of either kind, as one call after the other sees it. */
public interface Calls extends Closeable {
    byte[] call(byte[] payload) throws IOException, CallException;

    static Calls over(Client client) {
        return new Calls() {
            @Override
            public byte[] call(byte[] payload) throws IOException, CallException {
                return client.call(BenchService.NAME, BenchService.ECHO, payload);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    /** The payload is a value, for which the method has a marshaller. */
    static Calls typedOver(Client client) {
        return new Calls() {
            @Override
            public byte[] call(byte[] payload) throws IOException, CallException {
                return client.call(Parcel.ECHO, new Parcel(payload)).bytes();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    /** Each call has a deadline, after which its datagrams are lost. */
    static Calls over(DatagramClient client, Duration deadline) {
        CallOptions options = CallOptions.DEFAULT.withTimeout(deadline);
        return new Calls() {
            @Override
            public byte[] call(byte[] payload) throws IOException, CallException {
                return client.call(BenchService.NAME, BenchService.ECHO, payload, options);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }
}
