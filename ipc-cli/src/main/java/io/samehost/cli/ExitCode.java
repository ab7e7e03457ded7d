package io.samehost.cli;

import io.samehost.wire.StatusCode;

/** Exit codes. A number means the same in every command. */
public final class ExitCode {
    public static final int DONE = 0;

    /** A bug of ours, or a failure of the machine that has no number of its own. */
    public static final int BUG = 1;

    public static final int USAGE = 2;

    /** Could not connect or bind. */
    public static final int NO_CONNECTION = 3;

    /** Wrong user, or no permission. */
    public static final int REFUSED = 4;

    /** The peer broke the protocol. */
    public static final int PROTOCOL = 5;

    /** A benchmark missed a threshold, or a comparison failed. */
    public static final int THRESHOLD = 6;

    private static final int FIRST_STATUS = 64;
    private static final int FIRST_SIGNAL = 128;

    private ExitCode() {}

    /** For a call that ended with this status: 64 and its number, 0 for OK. */
    public static int ofStatus(StatusCode code) {
        return code == StatusCode.OK ? DONE : FIRST_STATUS + code.number();
    }

    /** For a program that a signal ended, as shells have it: 130 for Ctrl-C, 143 for SIGTERM. */
    public static int ofSignal(int number) {
        return FIRST_SIGNAL + number;
    }
}
