package io.samehost.server.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The lecture's fork: a process for each connection, with the connection as its stdin and stdout. Its stderr is the
 * server's. No shell is involved unless the command is one.
 *
 * <p>The end of the peer's bytes is the end of the child's stdin. The output ends when nobody can write to it any more:
 * neither the child nor a process that it has left in the background. Those get a grace after the end of the child, and
 * are ended then. When the peer goes first, the whole family of the child gets SIGTERM, and after a grace SIGKILL: its
 * descendants, and on Linux all members of its session.
 *
 * <p>The child finds in its environment {@code IPC_ADDRESS}, the address that the connection came in on, and where the
 * kernel tells them {@code IPC_PEER_USER}, {@code IPC_PEER_UID} and {@code IPC_PEER_PID}. Decide by the number: a name is
 * for people. The child starts in a session of its own, with no signal
 * blocked or ignored, where the system has {@code setsid} and a new {@code env}.
 *
 * <p>Each child has three threads, whatever the engine: Java cannot poll pipes. Close the service after its server, to
 * wait for children that are slow to end. Thread-safe.
 */
public final class ExecService implements RawService, Closeable {
    private final Launcher launcher;
    private final ExecLimits limits;
    private final ThreadFactory threads;
    private final FamilyTimer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Guarded by lock. Connections without a child. */
    private final Deque<ExecSession> waiting = new ArrayDeque<>();

    /** Guarded by lock. Connections whose child has not been reaped. */
    private final Set<ExecSession> running = new HashSet<>();

    public ExecService(List<String> command) {
        this(command, ExecLimits.DEFAULT);
    }

    /**
     * A service of one command.
     *
     * @param command the program, looked for in PATH unless it has a slash, and its arguments
     * @throws IllegalArgumentException if there is no such program or it may not be run
     */
    public ExecService(List<String> command, ExecLimits limits) {
        this(command, limits, Thread::new);
    }

    /** Takes its threads from {@code threads}: a test cannot use up all memory. */
    ExecService(List<String> command, ExecLimits limits, ThreadFactory threads) {
        this.launcher = new Launcher(Program.resolve(
                command, Optional.ofNullable(System.getenv("PATH")).orElse("")));
        this.limits = limits;
        this.threads = threads;
        this.timer = new FamilyTimer(limits.killGrace());
    }

    /**
     * Changes the environment of children, which begins as that of this JVM. The variables of the connection are put in
     * afterwards. Called for each child, on any thread.
     */
    public ExecService changeEnvironment(Consumer<Map<String, String>> change) {
        launcher.changeEnvironment(change);
        return this;
    }

    /** The stderr of children that start from now on goes nowhere; unless this is said, it is that of this JVM. */
    public ExecService discardStderr() {
        launcher.discardStderr();
        return this;
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

    Launcher launcher() {
        return launcher;
    }

    ExecLimits limits() {
        return limits;
    }

    FamilyTimer timer() {
        return timer;
    }

    Thread newThread(Runnable task, String name) {
        Thread thread = threads.newThread(task);
        thread.setName(name);
        thread.setDaemon(true);
        return thread;
    }

    /** A connection has come: it gets a child now or when one ends. */
    void arrived(ExecSession session) {
        lock.lock();
        try {
            if (running.size() >= limits.maxChildren()) {
                waiting.add(session);
                return;
            }
            running.add(session);
        } finally {
            lock.unlock();
        }
        if (!session.start()) {
            ended(session);
        }
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

    /** The child of a session has been reaped, or there was none to be had. May be called twice. */
    void ended(ExecSession session) {
        Optional<ExecSession> next = replace(session);
        while (next.isPresent() && !next.get().start()) {
            next = replace(next.get());
        }
    }

    /** The place of a session goes to one that waits. */
    private Optional<ExecSession> replace(ExecSession session) {
        lock.lock();
        try {
            if (!running.remove(session)) {
                return Optional.empty();
            }
            Optional<ExecSession> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(running::add);
            ended.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what still runs, and waits for it: the grace, and a little more. May be called twice. */
    @Override
    public void close() throws IOException {
        List<ExecSession> last;
        lock.lock();
        try {
            waiting.clear();
            last = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        last.forEach(ExecSession::closed);
        try {
            awaitNone(limits.killWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        launcher.close();
    }

    private void awaitNone(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!running.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
