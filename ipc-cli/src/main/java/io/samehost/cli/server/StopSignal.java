package io.samehost.cli.server;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Signals;
import io.samehost.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for the end of a server: by a signal, the second of which hurries and a third waits for nobody, or by itself. */
final class StopSignal {
    /** In place of a signal's number. */
    static final int NONE = 0;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

    private StopSignal() {}

    /** To be called before the server binds: a signal that comes meanwhile must not leave socket files behind. */
    static StopSignal take() {
        StopSignal signal = new StopSignal();
        Signals.handle(signal.received::add);
        return signal;
    }

    /** From now on, the end of a server that closes by itself, or that has served all it was given, counts too. */
    void orEndOf(Server server) {
        Thread thread = new Thread(() -> awaitEnd(server), "samehost-await-end");
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitEnd(Server server) {
        boolean ended = false;
        while (!ended) {
            try {
                if (server.addresses().isEmpty()) {
                    server.awaitGivenConnections();
                    server.shutdown();
                }
                ended = server.awaitTermination(FOR_EVER);
            } catch (InterruptedException e) {
                return; // nobody interrupts this thread
            } catch (RuntimeException | Error e) {
                ended = server.isClosing(); // for want of a thread: again
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        received.add(NONE);
    }

    /** Waits for a signal, and tells its number; {@link #NONE} if the server has ended by itself. */
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
