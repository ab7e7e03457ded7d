package io.samehost.cli.client.call;

import io.samehost.cli.JsonLine;
import io.samehost.cli.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * A note to somebody who pipes data into a call that does not send it. Stdin is not read without being asked to: under ssh, in
 * a cron job or in a loop over lines it is there, and not the call's; it may never end, or be what the next command reads.
 */
final class UnsentInput {
    private static final int STDIN = 0;

    private static final String NOTE =
            "stdin has data that was not sent, -d - sends it, and -d '' sends nothing without this note";

    private UnsentInput() {}

    /** Prints the note to stderr where there is data now. Never waits. */
    static void note(boolean json) {
        if (isThere()) {
            System.err.println(
                    json
                            ? new JsonLine()
                                    .put("event", "note")
                                    .put("message", NOTE)
                                    .toString()
                            : "ipc-client: " + NOTE);
        }
    }

    private static boolean isThere() {
        try {
            return new FileInputStream(FileDescriptor.in).available() > 0 && !Terminal.isTerminal(STDIN);
        } catch (IOException e) {
            return false; // a directory, for instance
        }
    }
}
