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

    /** Between two looks at a family that was told to end. In less time the numbers of processes do not come round. */
    private static final long FAMILY_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

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
    void terminate(Process child) {
        timer.execute(guarded(() -> {
            Set<ProcessHandle> family = Family.of(child);
            family.forEach(ProcessHandle::destroy);
            await(child, family, System.nanoTime(), TimeUnit.NANOSECONDS.convert(killGrace));
        }));
    }

    /**
     * Kills those who are there after the grace. Until then it looks again and again, since the family is known by the number
     * of its session, which the system may give to others once all its members have ended.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private void await(Process child, Set<ProcessHandle> family, long sinceNanos, long graceNanos) {
        long leftNanos = graceNanos - (System.nanoTime() - sinceNanos);
        Runnable next = () -> {
            if (leftNanos <= 0) {
                kill(child, family);
            } else if (isThere(child, family)) {
                await(child, family, sinceNanos, graceNanos);
            }
        };
        timer.schedule(guarded(next), Math.max(0, Math.min(leftNanos, FAMILY_LOOK_NANOS)), TimeUnit.NANOSECONDS);
    }

    /** Learns of new members, as long as it knows one that lives. */
    private static boolean isThere(Process child, Set<ProcessHandle> family) {
        if (family.stream().anyMatch(ProcessHandle::isAlive)) {
            family.addAll(Family.of(child));
            return true;
        }
        Set<ProcessHandle> born = Family.of(child); // since the last look, to one that has ended
        family.addAll(born);
        return !born.isEmpty();
    }

    /** Those of {@code family} who have left the session are found by nothing else any more. */
    private static void kill(Process child, Set<ProcessHandle> family) {
        if (!isThere(child, family)) {
            return;
        }
        family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        Set<ProcessHandle> left = Family.of(child);
        for (int round = 0; round < KILL_ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            left = Family.of(child);
        }
    }
}
