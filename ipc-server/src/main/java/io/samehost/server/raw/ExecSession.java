package io.samehost.server.raw;

import io.samehost.server.Connection;
import io.samehost.server.Session;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection and its child. The child's own two threads move the bytes: one waits for its stdin, the other for its
 * stdout and then for its end.
 *
 * <p>Locks, in this order: sending, then that of the input. The monitor is taken last and alone.
 */
final class ExecSession implements Session {
    private static final Logger LOG = System.getLogger(ExecSession.class.getName());
    private static final int BUFFER_BYTES = 64 * 1024;

    /** With the event loop: what may wait for a peer that does not read. Then the child waits too. */
    private static final int MAX_QUEUED_BYTES = 256 * 1024;

    private static final long ROOM_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ExecService service;
    private final Connection connection;
    private final ChildInput input = new ChildInput();

    /** Held while the connection is flushed, which with a thread for each connection takes as long as the peer likes. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Guarded by this. */
    private Optional<Process> child = Optional.empty();

    /** Guarded by this. */
    private boolean gone;

    /** Guarded by this. */
    private Optional<Future<?>> looking = Optional.empty();

    ExecSession(ExecService service, Connection connection) {
        this.service = service;
        this.connection = connection;
    }

    @Override
    public void opened() {
        synchronized (this) {
            if (gone) {
                return;
            }
            looking = Optional.of(service.lookNowAndThen(this::lookForPeer));
        }
        service.arrived(this);
    }

    private synchronized boolean isGone() {
        return gone;
    }

    /** Called once it is this session's turn to have a child. */
    void start() {
        Thread thread = new Thread(this::run, "samehost-exec-" + connection.id());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            if (!isGone()) {
                serve(service.startChild(connection));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no child for a connection, closing it: connection=" + connection.id(), e);
            connection.close();
        } catch (InterruptedException e) {
            connection.close(); // nobody interrupts these threads
        } finally {
            over();
        }
    }

    private void serve(Process process) throws InterruptedException {
        adopt(process);
        Thread thread = new Thread(() -> pumpInput(process), "samehost-exec-input-" + connection.id());
        thread.setDaemon(true);
        thread.start();
        input.open();
        connection.resume();
        pumpOutput(process.getInputStream());
        int status = process.waitFor();
        LOG.log(Level.DEBUG, () -> "child ended: connection=" + connection.id() + " status=" + status);
    }

    private void over() {
        input.discard();
        sending.lock();
        try {
            connection.finish();
        } finally {
            sending.unlock();
        }
        service.ended(this);
    }

    private synchronized void adopt(Process process) {
        child = Optional.of(process);
        if (gone) {
            service.terminate(process);
        }
    }

    private void pumpInput(Process process) {
        try {
            input.pumpTo(process.getOutputStream(), connection::resume);
        } catch (IOException | InterruptedException e) {
            LOG.log(Level.DEBUG, () -> "child reads no more: connection=" + connection.id() + " cause=" + e);
            input.discard();
            connection.resume();
        }
    }

    private void pumpOutput(InputStream stdout) throws InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                send(ByteBuffer.wrap(buffer, 0, count));
            }
            sending.lock();
            try {
                connection.endOutput();
            } finally {
                sending.unlock();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "output of a child goes nowhere: connection=" + connection.id() + " cause=" + e);
            connection.close();
        }
    }

    private void send(ByteBuffer bytes) throws IOException, InterruptedException {
        sending.lock();
        try {
            connection.output().append(bytes);
            connection.flush();
        } finally {
            sending.unlock();
        }
        while (!connection.output().awaitAtMost(MAX_QUEUED_BYTES, ROOM_CHECK_NANOS)) {
            LOG.log(Level.TRACE, () -> "peer does not read: connection=" + connection.id());
        }
    }

    /**
     * On the timer's thread. A peer may go while its child neither reads nor writes, and after a half-close: nothing else
     * would tell. While a flush is at work that one will.
     */
    private void lookForPeer() {
        boolean peerGone = false;
        if (sending.tryLock()) {
            try {
                if (input.lock().tryLock()) {
                    try {
                        peerGone = connection.isPeerGone();
                    } finally {
                        input.lock().unlock();
                    }
                }
            } finally {
                sending.unlock();
            }
        }
        if (peerGone) {
            connection.close();
        }
    }

    @Override
    public boolean isReady() {
        return input.hasRoom();
    }

    @Override
    public void received(ByteBuffer in) {
        input.add(in);
    }

    @Override
    public void inputEnded() {
        input.end();
    }

    @Override
    public int callsInFlight() {
        return 1; // the child: a connection is not idle because its child is silent
    }

    /** A child that runs may go on until the server's patience ends. */
    @Override
    public void drain() {
        if (service.withdraw(this)) {
            connection.close();
        }
    }

    @Override
    public void closed() {
        service.withdraw(this);
        input.discard();
        synchronized (this) {
            if (!gone) {
                gone = true;
                looking.ifPresent(future -> future.cancel(false));
                child.ifPresent(service::terminate);
            }
        }
    }
}
