package io.samehost.client.daemon;

import java.io.IOException;

/** The daemon that runs has a version that the command cannot use, and it was left alone. Nothing was called. */
public final class DaemonVersionException extends IOException {
    private static final long serialVersionUID = 1;

    private final String ofCommand;
    private final String ofDaemon;

    DaemonVersionException(String tool, String ofCommand, String ofDaemon, String why) {
        super("daemon has another version: tool=" + tool + " command=" + ofCommand + " daemon=" + ofDaemon + ", "
                + why);
        this.ofCommand = ofCommand;
        this.ofDaemon = ofDaemon;
    }

    public String ofCommand() {
        return ofCommand;
    }

    public String ofDaemon() {
        return ofDaemon;
    }
}
