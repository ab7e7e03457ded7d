package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Line;
import io.samehost.server.session.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * One connection and its child. It takes the socket from the engine. A thread of its own starts the child, waits for the
 * end of the child and then of the output, and closes the connection; {@link ExecPump} carries the bytes meanwhile.
 */
final class ExecSession implements Session {
    private static final LastingLog LOG = new LastingLog(ExecSession.class);

    private final ExecService service;
    private final Connection connection;

    /** Set by {@link #takes}, before anything else happens. */
    private Line line;

    /** Guarded by this. Both are empty before the child has been started. */
    private Optional<Process> child = Optional.empty();

    private Optional<ExecPump> pump = Optional.empty();

    /** Guarded by this. The connection is closed. */
    private boolean gone;

    /** Guarded by this. */
    private Optional<Future<?>> looking = Optional.empty();

    ExecSession(ExecService service, Connection connection) {
        this.service = service;
        this.connection = connection;
    }

    @Override
    public boolean takes(Line socket) {
        line = socket;
        return true;
    }

    @Override
    public void opened() {
        synchronized (this) {
            if (gone) {
                return;
            }
            looking = Optional.of(service.timer().lookNowAndThen(this::lookForPeer));
        }
        service.arrived(this);
    }

    /** Called once it is this session's turn to have a child. False if there is no thread for it: then it is closed. */
    boolean start() {
        try {
            service.newThread(this::run, "samehost-exec-" + connection.id()).start();
            return true;
        } catch (RuntimeException | Error e) { // for want of memory
            LOG.log(Level.WARNING, "no thread for a child, closing its connection: connection=", connection.id(), e);
            connection.close();
            return false;
        }
    }

    private void run() {
        try {
            serve();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "no child for a connection, closing it: connection=", connection.id(), e);
        } finally {
            service.ended(this);
            connection.close();
        }
    }

    private void serve() throws IOException, InterruptedException {
        if (isGone()) {
            return;
        }
        try (ChildPipes pipes = service.launcher().openPipes(false)) {
            Process process = service.launcher().start(connection, pipes);
            ExecPump bytes = new ExecPump(line, pipes, connection);
            try {
                pipes.handedOver();
                adopt(process, bytes);
                bytes.start(service);
            } catch (IOException | RuntimeException | Error e) {
                service.timer().terminate(process);
                throw e;
            } finally {
                int status = process.waitFor();
                LOG.log(Level.DEBUG, () -> "child ended: connection=" + connection.id() + " status=" + status);
            }
            service.ended(this);
            awaitEnd(process, bytes);
        }
    }

    /** Waits for those that the child has left behind, but not longer than they may take. */
    private void awaitEnd(Process process, ExecPump bytes) throws InterruptedException {
        ExecLimits limits = service.limits();
        if (!bytes.awaitOutput(limits.outputGrace())) {
            LOG.log(Level.DEBUG, () -> "ending what a child has left behind: connection=" + connection.id());
            service.timer().terminate(process);
            bytes.awaitOutputOrStop(limits.killWait());
        }
        bytes.linger();
    }

    private synchronized boolean isGone() {
        return gone;
    }

    private void adopt(Process process, ExecPump bytes) {
        synchronized (this) {
            child = Optional.of(process);
            pump = Optional.of(bytes);
        }
        if (isGone()) {
            end(process, bytes);
        }
    }

    /** If a child has ended as it should, its background processes that do not write to the peer may go on. */
    private void end(Process process, ExecPump bytes) {
        if (process.isAlive() || !bytes.isComplete()) {
            service.timer().terminate(process);
        }
        bytes.close();
    }

    /** A peer may go while its child neither reads nor writes, and after a half-close: nothing else would tell. */
    private void lookForPeer() {
        if (line.isPeerGone()) {
            connection.close();
        }
    }

    @Override
    public boolean isReady() {
        return false; // no engine reads for it
    }

    @Override
    public void received(ByteBuffer in) {
        throw new IllegalStateException("the session reads by itself");
    }

    @Override
    public void inputEnded() {
        throw new IllegalStateException("the session reads by itself");
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
        Optional<Process> process;
        Optional<ExecPump> bytes;
        synchronized (this) {
            gone = true;
            looking.ifPresent(future -> future.cancel(false));
            process = child;
            bytes = pump;
        }
        process.ifPresent(started -> end(started, bytes.orElseThrow()));
    }
}
