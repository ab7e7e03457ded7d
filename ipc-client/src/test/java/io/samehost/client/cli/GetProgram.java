package io.samehost.client.cli;

import picocli.CommandLine;

/** {@code get} as a program of its own. */
public final class GetProgram {
    private GetProgram() {}

    /** Like the real command, {@code ipc-client get}. */
    static CommandLine commandLine() {
        CommandLine commandLine = ClientCommand.commandLine();
        return commandLine.getSubcommands().containsKey("get")
                ? commandLine
                : commandLine.addSubcommand(new GetCommand());
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }
}
