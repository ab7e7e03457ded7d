package io.samehost.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and SIGTERM do while a benchmark runs: the measured processes end, and the JVM waits until what was
 * measured has been reported. The exit status is then the signal's own, 130 or 143.
 */
final class Interruption {
    private static final long LONGEST_REPORT_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(BenchRun run) {
        this.hook = new Thread(
                () -> {
                    run.stop();
                    awaitReport();
                },
                "interruption");
    }

    static Interruption stops(BenchRun run) {
        Interruption interruption = new Interruption(run);
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
    void over() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is running already, and has just been released
        }
    }
}
