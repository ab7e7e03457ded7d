package io.samehost.cli.client.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Says what an unfinished download leaves, also when a signal ends it: that is what Ctrl-C is for. The download is stopped
 * first, so that what is said is what the next one begins with. Made by the thread that downloads.
 */
final class KeptPart implements AutoCloseable {
    private static final long STOP_SECONDS = 2;

    private final Path part;
    private final DownloadReport report;
    private final Thread downloader = Thread.currentThread();
    private final AtomicBoolean said = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "samehost-kept-part");
    private volatile boolean ending;

    private KeptPart(Path part, DownloadReport report) {
        this.part = part;
        this.report = report;
    }

    static KeptPart watch(Path part, DownloadReport report) {
        KeptPart kept = new KeptPart(part, report);
        Runtime.getRuntime().addShutdownHook(kept.hook);
        return kept;
    }

    /** The download is complete. */
    void nothing() {
        said.set(true);
    }

    /** The program ends when this returns. */
    private void stop() {
        ending = true;
        downloader.interrupt();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                say(); // of a download that does not stop, and may write a little more
            }
        } catch (InterruptedException e) {
            say(); // nobody interrupts this thread
        }
    }

    private void say() {
        if (!said.compareAndSet(false, true)) {
            return;
        }
        try {
            if (Files.exists(part) && Files.size(part) > 0) {
                report.kept(part.toString(), Files.size(part));
            }
        } catch (IOException e) {
            report.close(); // nothing can be said of a part that cannot be looked at
        }
    }

    /** Does not return if the program is ending: what the download would say of its own end is nobody's. */
    @Override
    public void close() {
        say();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            stopped.countDown();
        }
        while (ending) {
            LockSupport.park();
        }
    }
}
