package io.samehost.cli.client;

import io.samehost.server.daemon.Daemon;

/** The daemon of a tool. */
final class ToolProgram {
    private ToolProgram() {}

    /** Serves until it is told to stop. The argument is the name of the tool. */
    public static void main(String[] args) throws Exception {
        System.out.println("serving");
        Daemon.of(args[0], "1.5").run(builder -> {});
    }
}
