package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends the families of children, and looks after peers that may have gone. It has a thread while there is work. */
final class FamilyTimer {
    /** Between two looks whether a peer has gone that nothing is read from or written to. */
    private static final long LOOK_MILLIS = 250;

    /** SIGKILL is sent again to those who were born meanwhile. */
    private static final int KILL_ROUNDS = 20;

    private static final LastingLog LOG = new LastingLog(FamilyTimer.class);

    private final Duration killGrace;
    private final ScheduledThreadPoolExecutor timer = newTimer();

    FamilyTimer(Duration killGrace) {
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

    /** Calls {@code look} now and then, until the future is cancelled. */
    Future<?> lookNowAndThen(Runnable look) {
        return timer.scheduleWithFixedDelay(guarded(look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A task that fails once is done again all the same. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "timer of children goes on after a bug of ours", e);
            }
        };
    }

    /** Ends a child and its family. Returns at once: to find them takes a look at every process. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void terminate(Process child) {
        timer.execute(guarded(() -> {
            Set<ProcessHandle> family = Family.of(child);
            family.forEach(ProcessHandle::destroy);
            long graceNanos = TimeUnit.NANOSECONDS.convert(killGrace);
            timer.schedule(guarded(() -> kill(child, family)), graceNanos, TimeUnit.NANOSECONDS);
        }));
    }

    /** Those of {@code family} who have left the session are found by nothing else any more. */
    private static void kill(Process child, Set<ProcessHandle> family) {
        family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        Set<ProcessHandle> left = Family.of(child);
        for (int round = 0; round < KILL_ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            left = Family.of(child);
        }
    }
}
