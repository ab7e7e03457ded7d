package io.samehost.cli.client.get;

import io.samehost.client.files.RemoteFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The bar of a download, drawn anew five times in a second; {@link BarText} has its line. The one class that knows its library, so that nothing of it is loaded where nobody
 * watches. The library could find out the width of the terminal by itself, but loads native code for that, of which newer JDKs
 * warn right into the bar.
 */
final class DownloadBar {
    private static final int UPDATE_MILLIS = 200;
    private static final int DEFAULT_COLUMNS = 80;

    private final ProgressBar bar;

    DownloadBar(PrintWriter err, RemoteFile file, long resumedAtBytes) {
        BarText text = new BarText(file.name(), resumedAtBytes, file.sizeBytes());
        this.bar = new ProgressBarBuilder()
                .setInitialMax(file.sizeBytes())
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .startsFrom(resumedAtBytes, Duration.ZERO)
                .setRenderer((state, columns) ->
                        text.line(state.getCurrent(), state.getElapsedAfterStart(), state.getExtraMessage(), columns))
                .setConsumer(new Line(err, columns()))
                .build();
    }

    /** As the terminal has it, by the command that POSIX has for it. */
    private static int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "-F", "/dev/tty", "size")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int columns = Integer.parseInt(size.strip().replaceFirst("^[0-9]+ ", ""));
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    void at(long totalBytes) {
        bar.stepTo(totalBytes);
    }

    void verifying() {
        bar.setExtraMessage("verifying");
    }

    /** May be called twice, from any thread. */
    void close() {
        bar.setExtraMessage("").close();
    }

    /** One line, written over and over. */
    private static final class Line implements ProgressBarConsumer {
        private final PrintWriter err;
        private final int columns;
        private boolean ended; // guarded by this
        private int shown; // guarded by this

        private Line(PrintWriter err, int columns) {
            this.err = err;
            this.columns = columns;
        }

        @Override
        public int getMaxRenderedLength() {
            return columns - 1;
        }

        @Override
        public synchronized void accept(String text) {
            if (!ended) {
                err.print('\r' + text + " ".repeat(Math.max(0, shown - text.length())));
                shown = text.length();
                err.flush();
            }
        }

        @Override
        public synchronized void close() {
            if (!ended) {
                ended = true;
                err.println();
                err.flush();
            }
        }
    }
}
