package io.samehost.bench.load.rpc;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A client of any kind, as one call after the other sees it. */
public record Calls(Echo echo, Closeable client) implements Closeable {

    /** One way to have a payload echoed. */
    public interface Echo {
        byte[] of(byte[] payload) throws IOException, CallException;
    }

    public static Calls over(Client client) {
        return new Calls(payload -> client.call(BenchService.NAME, BenchService.ECHO, payload), client);
    }

    /** The payload is a value, for which the method has a marshaller. */
    public static Calls typedOver(Client client) {
        return new Calls(
                payload -> client.call(Parcel.ECHO, new Parcel(payload)).bytes(), client);
    }

    /** Each call has a deadline, after which its datagrams are lost. */
    public static Calls over(DatagramClient client, Duration deadline) {
        CallOptions options = CallOptions.DEFAULT.withTimeout(deadline);
        return new Calls(payload -> client.call(BenchService.NAME, BenchService.ECHO, payload, options), client);
    }

    public byte[] call(byte[] payload) throws IOException, CallException {
        return echo.of(payload);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
