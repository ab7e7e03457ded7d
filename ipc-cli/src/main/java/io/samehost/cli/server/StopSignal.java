package io.samehost.cli.server;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Signals;
import io.samehost.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The signals that end a server: the first asks it to, the second hurries, a third waits for nobody. */
final class StopSignal {
    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

    private StopSignal() {}

    /** To be called before the server binds: a signal that comes meanwhile must not leave socket files behind. */
    static StopSignal take() {
        StopSignal signal = new StopSignal();
        Signals.handle(signal.received::add);
        return signal;
    }

    /** Waits for a signal, and tells its number. */
    int first() throws InterruptedException {
        return received.take();
    }

    /** From now on, signals are taken to mean that closing takes too long. */
    void hurriesUp(Server server) {
        Thread thread = new Thread(() -> hurry(server), "samehost-hurry");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for a close that a second signal began before the first one's did: the program must not end under it. */
    synchronized void settle() {}

    private synchronized void stopNow(Server server) throws IOException {
        server.close(Duration.ZERO);
    }

    private void hurry(Server server) {
        try {
            received.take();
            stopNow(server);
            Runtime.getRuntime().halt(ExitCode.ofSignal(received.take()));
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }
}
