package io.samehost.cli.server;

import java.util.List;

/** A method and the command that answers its calls, as {@code --method} has them. */
record CommandMethod(String service, String method, List<String> command) {

    /** Reads {@code SERVICE/METHOD=COMMAND ARG...}. The command is split at its spaces; there are no quotes. */
    static CommandMethod parse(String text) {
        int equals = text.indexOf('=');
        int slash = equals < 0 ? -1 : text.lastIndexOf('/', equals);
        if (slash < 1 || slash + 1 == equals || text.substring(equals + 1).isBlank()) {
            throw new IllegalArgumentException(
                    "not a method and its command: text=" + text + ", use SERVICE/METHOD=COMMAND");
        }
        return new CommandMethod(
                text.substring(0, slash),
                text.substring(slash + 1, equals),
                List.of(text.substring(equals + 1).strip().split(" +", -1)));
    }
}
