package io.samehost.bench.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C and SIGTERM while a benchmark runs: the measured processes end, and the JVM waits until everything
 * measured has been reported. The exit status is then the signal's own, 130 or 143.
 */
public final class Interruption {
    private static final long LONGEST_REPORT_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable stop) {
        this.hook = new Thread(
                () -> {
                    stop.run();
                    awaitReport();
                },
                "interruption");
    }

    public static Interruption runs(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitReport() {
        try {
            if (!over.await(LONGEST_REPORT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("no report in time: waitedSeconds=" + LONGEST_REPORT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The report is out: nothing holds the JVM any more. */
    public void over() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is running already, and has just been released
        }
    }
}
