package io.samehost.server.raw;

import io.samehost.server.Connection;
import io.samehost.server.RawService;
import io.samehost.server.Session;
import io.samehost.transport.PeerCredentials;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lecture's fork: a process for each connection, with the connection as its stdin and stdout. Its stderr is the
 * server's. No shell is involved unless the command is one.
 *
 * <p>The end of the peer's bytes closes the child's stdin, and the end of the child's stdout closes the sending side of
 * the connection; the connection ends with the child. When the peer goes first, the child and its descendants get
 * SIGTERM, and after a grace SIGKILL.
 *
 * <p>The child finds in its environment {@code IPC_ADDRESS}, the address that the connection came in on, and where the
 * kernel tells them {@code IPC_PEER_USER} and {@code IPC_PEER_PID}.
 *
 * <p>Each child has two threads, whatever the engine: pipes of a process cannot be polled in Java. Close the service after
 * its server, to wait for children that are slow to end. Thread-safe.
 */
public final class ExecService implements RawService, Closeable {
    public static final int DEFAULT_MAX_CHILDREN = 64;
    public static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(5);

    /** How often to look whether a peer has gone that nothing is read from or written to. */
    private static final long LOOK_MILLIS = 250;

    /** How long close waits for the kernel after SIGKILL. */
    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<String> command;
    private final int maxChildren;
    private final Duration killGrace;
    private final ScheduledThreadPoolExecutor timer = newTimer();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Guarded by lock. Connections without a child. */
    private final Deque<ExecSession> waiting = new ArrayDeque<>();

    /** Guarded by lock. */
    private final Set<ExecSession> running = new HashSet<>();

    public ExecService(List<String> command) {
        this(command, DEFAULT_MAX_CHILDREN, DEFAULT_KILL_GRACE);
    }

    /**
     * A service of one command.
     *
     * @param command the program, looked for in PATH unless it has a slash, and its arguments
     * @param maxChildren how many may run at a time; further connections wait for their turn, unread
     * @param killGrace how long a child whose peer has gone may take to heed SIGTERM
     * @throws IllegalArgumentException if there is no such program or it may not be run
     */
    public ExecService(List<String> command, int maxChildren, Duration killGrace) {
        if (maxChildren < 1) {
            throw new IllegalArgumentException("maxChildren must be positive: maxChildren=" + maxChildren);
        }
        this.command = Program.resolve(
                command, Optional.ofNullable(System.getenv("PATH")).orElse(""));
        this.maxChildren = maxChildren;
        this.killGrace = killGrace;
    }

    private static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "samehost-exec-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    @Override
    public Session open(Connection connection) {
        return new ExecSession(this, connection);
    }

    /** Children that run now. */
    public int childCount() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** A connection has come: it gets a child now or when one ends. */
    void arrived(ExecSession session) {
        lock.lock();
        try {
            if (running.size() >= maxChildren) {
                waiting.add(session);
                return;
            }
            running.add(session);
        } finally {
            lock.unlock();
        }
        session.start();
    }

    /** Gives up waiting for a child; false if the session was not waiting. */
    boolean withdraw(ExecSession session) {
        lock.lock();
        try {
            return waiting.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** The child of a session has been reaped, or there was none to be had. */
    void ended(ExecSession session) {
        Optional<ExecSession> next;
        lock.lock();
        try {
            running.remove(session);
            next = Optional.ofNullable(waiting.poll());
            next.ifPresent(running::add);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        next.ifPresent(ExecSession::start);
    }

    Process startChild(Connection connection) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("IPC_ADDRESS", connection.address().toString());
        // What the server itself was started with must not pass for what the kernel says.
        environment.remove("IPC_PEER_USER");
        environment.remove("IPC_PEER_PID");
        Optional<PeerCredentials> peer = connection.peer();
        if (peer.isPresent()) {
            environment.put("IPC_PEER_USER", peer.get().user());
            peer.get().pid().ifPresent(pid -> environment.put("IPC_PEER_PID", Integer.toString(pid)));
        }
        return builder.start();
    }

    /** Calls {@code look} now and then, until the future is cancelled. */
    Future<?> lookNowAndThen(Runnable look) {
        return timer.scheduleWithFixedDelay(look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends a child and its descendants. Returns at once: to find them takes a look at every process. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void terminate(Process child) {
        timer.execute(() -> {
            List<ProcessHandle> family = new ArrayList<>();
            family.add(child.toHandle());
            child.descendants().forEach(family::add);
            family.forEach(ProcessHandle::destroy);
            timer.schedule(() -> kill(family), killGrace.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    private static void kill(List<ProcessHandle> family) {
        for (ProcessHandle member : family) {
            if (member.isAlive()) {
                member.descendants().forEach(ProcessHandle::destroyForcibly);
                member.destroyForcibly();
            }
        }
    }

    /** Ends what still runs, and waits for it: the grace, and a little more. May be called twice. */
    @Override
    public void close() {
        lock.lock();
        try {
            waiting.clear();
            running.forEach(ExecSession::closed);
            long left = killGrace.toNanos() + KILL_NANOS;
            while (!running.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
