package io.samehost.bench.process;

import java.nio.file.Path;
import java.util.Optional;

/** How the launcher of a distribution started this program. In a checkout there is none, and results stay beside the build. */
public final class Installation {
    private static final Optional<Path> COMMAND =
            Optional.ofNullable(System.getProperty("samehost.bench.command")).map(Path::of);

    private Installation() {}

    /** What the user called, among whose siblings are the other commands; empty in a checkout. */
    public static Optional<Path> command() {
        return COMMAND;
    }

    /** The command for a shell. */
    public static String commandText() {
        return COMMAND.map(command -> command.getFileName().toString()).orElse("scripts/bench");
    }

    /** Where results go, since a distribution may be read-only: below the working directory. Empty in a checkout. */
    public static Optional<Path> results() {
        return COMMAND.map(Path::getFileName);
    }
}
