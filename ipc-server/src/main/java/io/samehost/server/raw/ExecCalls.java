package io.samehost.server.raw;

import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Commands that answer calls, so that a shell script is a service: a process for each call, with the request as its stdin.
 * Its stdout is the answer. No shell is involved unless the command is one.
 *
 * <p>Exit status 0 is OK. From 65 to 80 it is 64 and the number of a {@link io.samehost.wire.StatusCode}, and 124 is
 * DEADLINE_EXCEEDED, as timeout(1) has it. Any other is UNKNOWN. The last line of stderr goes to the caller then; all of
 * stderr goes to the server's.
 *
 * <p>When the caller cancels or its deadline passes, the whole family of the child is ended, as by {@link ExecService}. The
 * child finds in its environment {@code IPC_METHOD}, and where the kernel tells them {@code IPC_PEER_USER}, {@code
 * IPC_PEER_UID} and {@code IPC_PEER_PID}.
 *
 * <p>Close it after its server, to wait for children that are slow to end. Thread-safe.
 */
public final class ExecCalls implements Closeable {
    private final ExecLimits limits;
    private final FamilyTimer timer;
    private final Semaphore places;
    private final List<Launcher> launchers = new CopyOnWriteArrayList<>();

    /** Children that have not been reaped. Each has one of the places. */
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    private final AnswerBudget budget = AnswerBudget.ofHeap();
    private final AtomicLong count = new AtomicLong();

    /** @param limits calls beyond the most children wait for their turn, up to their deadlines */
    public ExecCalls(ExecLimits limits) {
        this.limits = limits;
        this.timer = new FamilyTimer(limits.killGrace());
        this.places = new Semaphore(limits.maxChildren(), true);
    }

    /**
     * A handler that runs a command for each call.
     *
     * @param command the program, looked for in PATH unless it has a slash, and its arguments
     * @param change changes the environment of each child, which begins as that of this JVM
     * @throws IllegalArgumentException if there is no such program or it may not be run
     */
    public RequestHandler handler(List<String> command, Consumer<Map<String, String>> change) {
        Launcher launcher = new Launcher(Program.resolve(
                command, Optional.ofNullable(System.getenv("PATH")).orElse("")));
        launcher.changeEnvironment(change);
        launchers.add(launcher);
        return request -> call(launcher, request);
    }

    private byte[] call(Launcher launcher, ServerRequest request) throws Exception {
        places.acquire();
        ChildPipes pipes;
        Process child;
        try {
            pipes = launcher.openPipes(true);
            child = startWatched(launcher, pipes, request);
        } catch (IOException | RuntimeException | Error e) {
            places.release();
            throw e;
        }
        try (pipes;
                ExecCall call = new ExecCall(this, count.incrementAndGet(), child, pipes, request.payload())) {
            return call.answer();
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            timer.terminate(child);
            throw e;
        }
    }

    private Process startWatched(Launcher launcher, ChildPipes pipes, ServerRequest request) throws IOException {
        Process child = null;
        try {
            child = launcher.start(
                    pipes, request.peer(), Map.of("IPC_METHOD", request.service() + "/" + request.method()));
            watch(child);
            return child;
        } catch (IOException | RuntimeException | Error e) {
            if (child != null) { // nobody knows of it
                child.destroyForcibly();
                running.remove(child);
            }
            Closing.because(e, pipes);
            throw e;
        }
    }

    /** The child has its place until it is reaped, whoever waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of this
    private void watch(Process process) {
        running.add(process);
        process.onExit().thenRun(() -> {
            running.remove(process);
            places.release();
        });
    }

    ExecLimits limits() {
        return limits;
    }

    AnswerBudget budget() {
        return budget;
    }

    FamilyTimer timer() {
        return timer;
    }

    /** Ends what still runs, and waits for it: the grace, and a little more. May be called twice. */
    @Override
    public void close() throws IOException {
        running.forEach(timer::terminate);
        long patienceNanos = TimeUnit.NANOSECONDS.convert(limits.killWait());
        try {
            if (places.tryAcquire(limits.maxChildren(), patienceNanos, TimeUnit.NANOSECONDS)) {
                places.release(limits.maxChildren());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Closing.all(launchers.toArray(Closeable[]::new));
    }
}
