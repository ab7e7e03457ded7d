package io.samehost.client.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The daemon of a tool was started and does not serve. Nothing was sent to it. */
public final class DaemonStartException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path log;
    private final transient List<String> lastLines;

    DaemonStartException(String what, Path log, List<String> lastLines) {
        super(what + " log=" + log
                + (lastLines.isEmpty() ? ", which is empty" : ", its last lines:\n" + String.join("\n", lastLines)));
        this.log = log;
        this.lastLines = lastLines;
    }

    /** The file to which the daemon printed. */
    public Path log() {
        return log;
    }

    /** The last lines that it printed; empty if there are none. */
    public List<String> lastLines() {
        return lastLines;
    }
}
