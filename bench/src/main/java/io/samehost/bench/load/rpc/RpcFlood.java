package io.samehost.bench.load.rpc;

import io.samehost.address.Address;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramPing;
import java.io.IOException;
import java.time.Duration;

/** Calls by datagrams as fast as the client sends them, a bundle after the other; calls without an answer are lost. */
public final class RpcFlood implements Workload {
    /** Some hundredths of a second, so that what a run measures ends when it should. */
    private static final int BUNDLE = 2_000;

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Address address;
    private final ClientConfig config;
    private final byte[] payload;

    public RpcFlood(Address address, ClientConfig config, int sizeBytes) {
        this.address = address;
        this.config = config;
        this.payload = Stamp.payload(sizeBytes);
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        long startNanos = System.nanoTime();
        do {
            Bundle bundle = new Bundle(recording);
            DatagramPing.Result result = DatagramPing.run(
                    address,
                    config,
                    BenchService.NAME,
                    BenchService.ECHO,
                    payload,
                    BUNDLE,
                    Duration.ZERO,
                    PATIENCE,
                    bundle::answered);
            recording.lost(result.lost());
            if (result.lost() > 0) {
                recording.waitedInVain(System.nanoTime() - bundle.lastNanos);
            }
        } while (System.nanoTime() - startNanos < durationNanos);
    }

    private static final class Bundle {
        private final Recording recording;
        private long lastNanos = System.nanoTime();

        Bundle(Recording recording) {
            this.recording = recording;
        }

        void answered(int number, long roundTripNanos) {
            recording.reply(roundTripNanos);
            lastNanos = System.nanoTime();
        }
    }

    @Override
    public void close() {}
}
