package io.samehost.cli.client.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says what an unfinished download leaves, also when a signal ends it: that is what Ctrl-C is for. */
final class KeptPart implements AutoCloseable {
    private final Path part;
    private final DownloadReport report;
    private final AtomicBoolean said = new AtomicBoolean();
    private final Thread hook = new Thread(this::say, "samehost-kept-part");

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

    @Override
    public void close() {
        say();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook has been started, and finds that all is said
        }
    }
}
