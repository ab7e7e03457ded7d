package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
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
            Ending ending = new Ending(child, killGrace);
            long pauseNanos = Math.max(1, Math.min(TimeUnit.NANOSECONDS.convert(killGrace), FAMILY_LOOK_NANOS));
            ending.looks = timer.scheduleWithFixedDelay(guarded(ending), pauseNanos, pauseNanos, TimeUnit.NANOSECONDS);
            ending.begin();
        }));
    }

    /**
     * The end of one family: SIGTERM at once, and SIGKILL for those who are there after the grace. Until then it looks again
     * and again, since the family is known by the number of its session, which the system may give to others once all its
     * members have ended. On the timer's thread.
     */
    private static final class Ending implements Runnable {
        private final Process child;
        private final long graceNanos;
        private final long sinceNanos = System.nanoTime();
        private final Set<ProcessHandle> family = new LinkedHashSet<>();
        private Future<?> looks;

        Ending(Process child, Duration grace) {
            this.child = child;
            this.graceNanos = TimeUnit.NANOSECONDS.convert(grace);
        }

        void begin() {
            family.addAll(Family.of(child));
            family.forEach(ProcessHandle::destroy);
        }

        @Override
        public void run() {
            boolean there = isThere();
            if (there && System.nanoTime() - sinceNanos >= graceNanos) {
                kill();
                there = false;
            }
            if (!there) {
                looks.cancel(false);
            }
        }

        /** Learns of new members, as long as it knows one that lives. */
        private boolean isThere() {
            boolean lives = family.stream().anyMatch(ProcessHandle::isAlive);
            Set<ProcessHandle> found = Family.of(child); // also who was born since to one that has ended
            family.addAll(found);
            return lives || !found.isEmpty();
        }

        /** Those of the family who have left the session are found by nothing else any more. */
        private void kill() {
            family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
            Set<ProcessHandle> left = Family.of(child);
            for (int round = 0; round < KILL_ROUNDS && !left.isEmpty(); round++) {
                left.forEach(ProcessHandle::destroyForcibly);
                left = Family.of(child);
            }
        }
    }
}
