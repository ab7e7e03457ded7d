package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Signals;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramPing;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;

/** {@code ping} by datagrams, which wait for nobody. */
final class DatagramPings implements DatagramPing.Watcher {
    private final Address address;
    private final ClientConfig config;
    private final Duration interval;
    private final Duration patience;
    private final byte[] request;
    private final PingReport report;
    private volatile int signal;

    DatagramPings(
            Address address,
            ClientConfig config,
            Duration interval,
            Duration patience,
            byte[] request,
            PingReport report) {
        this.address = address;
        this.config = config;
        this.interval = interval;
        this.patience = patience;
        this.request = request;
        this.report = report;
    }

    /**
     * Pings so many times, or until a signal.
     *
     * @return 0 if all were answered, else the code of a call that met its deadline, or of the signal
     */
    int run(int times) throws IOException {
        Signals.handle(number -> signal = number);
        report.begin(request.length);
        try {
            DatagramPing.Result result = DatagramPing.run(
                    address, config, "samehost.Echo", "Echo", request, times, interval, patience, this);
            report.datagrams(result);
            int exitCode = result.lost() == 0 ? ExitCode.DONE : ExitCode.ofStatus(StatusCode.DEADLINE_EXCEEDED);
            return signal == 0 ? exitCode : ExitCode.ofSignal(signal);
        } finally {
            report.end();
        }
    }

    @Override
    public void answered(int number, long roundTripNanos) {
        report.answered(number + 1, request.length, roundTripNanos);
    }

    @Override
    public void refused(int number, ConnectFailedException why) {
        report.lost(number + 1, why.getMessage());
    }

    @Override
    public boolean isStopped() {
        return signal != 0;
    }
}
