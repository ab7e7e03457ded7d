package io.samehost.bench.load.rpc;

import io.samehost.address.Address;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import java.io.IOException;

/** A client that connects, makes one call and closes, again and again. A failure counts as an error, and the next one is tried. */
public final class RpcConnect implements SteppedWorkload {
    private final Address address;
    private final ClientConfig config;
    private final byte[] payload;

    public RpcConnect(Address address, ClientConfig config, int sizeBytes) {
        this.address = address;
        this.config = config;
        this.payload = Stamp.payload(sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) {
        boolean echoed = isEchoed();
        long doneNanos = System.nanoTime();
        if (echoed) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    private boolean isEchoed() {
        try (Client client = Client.connect(address, config)) {
            return client.call(BenchService.NAME, BenchService.ECHO, payload).length == payload.length;
        } catch (IOException | CallException counted) {
            return false;
        }
    }

    @Override
    public void close() {}
}
