package io.samehost.cli.client.get;

import io.samehost.cli.JsonLine;
import io.samehost.client.files.DownloadListener;
import io.samehost.client.files.Downloaded;
import io.samehost.client.files.RemoteFile;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Output of {@code get}: a bar while it runs if somebody watches, and a line at the end. */
// No method references to DownloadBar: they would load it, and its library, also where there is none.
final class DownloadReport implements DownloadListener, AutoCloseable {
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final long LONG_TO_READ_BYTES = 256L << 20;

    private final String where;
    private final PrintWriter err;
    private final PrintWriter jsonOut;
    private final boolean json;
    private final boolean animated;
    private long startNanos;
    private volatile boolean started;

    /** Written by the thread that downloads; closed by that of a signal too. */
    private volatile Optional<DownloadBar> bar = Optional.empty();

    DownloadReport(String where, PrintWriter err, PrintWriter jsonOut, boolean json, boolean animated) {
        this.where = where;
        this.err = err;
        this.jsonOut = jsonOut;
        this.json = json;
        this.animated = animated;
    }

    /** To read a small file takes no time that anybody would wonder about. */
    @Override
    public void comparing(RemoteFile file) {
        if (animated && file.sizeBytes() >= LONG_TO_READ_BYTES) {
            err.println("comparing: file=" + where + " sizeBytes=" + file.sizeBytes() + ", as large as the server's");
            err.flush();
        }
    }

    @Override
    public void started(RemoteFile file, long resumedAtBytes) {
        startNanos = System.nanoTime();
        started = true;
        if (resumedAtBytes > 0 && !json) {
            err.println("continuing: file=" + where + " atBytes=" + resumedAtBytes + " ofBytes=" + file.sizeBytes());
            err.flush();
        }
        if (animated) {
            bar = Optional.of(new DownloadBar(err, file, resumedAtBytes));
        }
    }

    @Override
    public void received(long totalBytes) {
        bar.ifPresent(shown -> shown.at(totalBytes));
    }

    @Override
    public void verifying() {
        bar.ifPresent(shown -> shown.verifying());
    }

    void finished(Downloaded done) {
        close();
        double seconds = done.wasThere() ? 0 : (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        if (json) {
            jsonOut.println(line(done, seconds));
            jsonOut.flush();
            return;
        }
        if (done.wasThere()) {
            err.println("same already: file=" + where + " sizeBytes="
                    + done.file().sizeBytes() + " sha256=" + done.sha256() + ", nothing was downloaded");
            err.flush();
            return;
        }
        err.println("done: file=" + where + " sizeBytes=" + done.file().sizeBytes() + " sha256=" + done.sha256()
                + String.format(
                        Locale.ROOT,
                        " seconds=%.1f MB/s=%.0f",
                        seconds,
                        done.receivedBytes() / BYTES_PER_MEGABYTE / seconds));
        err.flush();
    }

    private JsonLine line(Downloaded done, double seconds) {
        return new JsonLine()
                .put("event", "downloaded")
                .put("name", done.file().name())
                .put("file", where)
                .put("sizeBytes", done.file().sizeBytes())
                .put("resumedAtBytes", done.resumedAtBytes())
                .put("sha256", done.sha256())
                .put("receivedBytes", done.receivedBytes())
                .put("seconds", seconds);
    }

    /** An unfinished download has left {@code bytes} in {@code part}. */
    void kept(String part, long bytes) {
        if (!started) {
            return; // the part that is there is not ours
        }
        close();
        err.println(
                json
                        ? new JsonLine()
                                .put("event", "kept")
                                .put("part", part)
                                .put("bytes", bytes)
                                .toString()
                        : "kept: part=" + part + " bytes=" + bytes + ", the same command goes on from there");
        err.flush();
    }

    /** Ends the bar's line. May be called twice, from any thread. */
    @Override
    public void close() {
        bar.ifPresent(shown -> shown.close());
    }
}
