package io.samehost.command;

/** What the commands tell the shell. */
public final class ExitCode {
    public static final int DONE = 0;

    private ExitCode() {}
}
