package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.cli.Signals;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The calls of {@code ping}, one after the other. */
final class Ping {
    private static final String SERVICE = "samehost.Echo";
    private static final String METHOD = "Echo";

    private final Address address;
    private final ClientConfig config;
    private final Duration interval;
    private final byte[] request;
    private final PingReport report;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile int signal;

    Ping(Address address, ClientConfig config, Duration interval, byte[] request, PingReport report) {
        this.address = address;
        this.config = config;
        this.interval = interval;
        this.request = request;
        this.report = report;
    }

    /**
     * Calls so many times, or until a signal.
     *
     * @return 0 if all were answered, else the code of the last failure, or of the signal
     */
    int run(int times) throws Exception {
        try (Client client = Client.connect(address, config)) {
            stopOnSignals(Thread.currentThread());
            report.begin(request.length);
            int exitCode = ExitCode.DONE;
            for (int sequence = 1; sequence <= times && signal == 0; sequence++) {
                exitCode = Math.max(exitCode, ping(client, sequence));
                if (sequence < times) {
                    pause();
                }
            }
            return signal == 0 ? exitCode : ExitCode.ofSignal(signal);
        } finally {
            report.end();
        }
    }

    private void stopOnSignals(Thread caller) {
        Signals.handle(number -> {
            signal = number;
            stopped.countDown();
            caller.interrupt();
        });
    }

    @SuppressWarnings("ResultOfMethodCallIgnored") // the end of the pause, or of the program, shows elsewhere
    private void pause() {
        try {
            stopped.await(TimeUnit.NANOSECONDS.convert(interval), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // a signal came, and the loop looks for it next
        }
    }

    /** One call, and the exit code if it is the worst one. */
    private int ping(Client client, int sequence) throws Exception {
        long start = System.nanoTime();
        try {
            byte[] answer = client.call(SERVICE, METHOD, request);
            report.answered(sequence, answer.length, System.nanoTime() - start);
            return ExitCode.DONE;
        } catch (CallException | ConnectionClosedException | ConnectFailedException e) {
            if (signal != 0) {
                return ExitCode.DONE; // nobody waited for this one
            }
            Failure failure = ClientFailure.of(orThrowIfHopeless(client, e));
            report.lost(sequence, failure.message());
            return failure.exitCode();
        } catch (InterruptedIOException e) {
            if (signal == 0) {
                throw e;
            }
            return ExitCode.DONE; // while it waited for a server that has gone
        }
    }

    /** A server that is away may come back; one of another kind or of another user will not change. */
    private Exception orThrowIfHopeless(Client client, Exception failure) throws Exception {
        if (failure instanceof CallException call && ServerQuestion.isUnknown(call)) {
            throw failure;
        }
        if (failure instanceof ConnectionClosedException) {
            Exception explained = ClientFailure.brokeProtocol(failure)
                    ? failure
                    : RefusedException.orSame(failure, address, client.server());
            if (explained != failure || ClientFailure.brokeProtocol(failure)) {
                throw explained;
            }
        }
        return failure;
    }
}
