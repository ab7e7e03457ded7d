package io.samehost.client.cli;

import java.util.ArrayList;
import java.util.List;

/** Command lines of programs that talk to a raw service. */
final class Peers {
    private Peers() {}

    /**
     * Sends its stdin, half-closes, and waits for the end of the answer.
     *
     * @param tool nc, socat, ncat, or client, which is ours
     */
    static List<String> exchange(String tool, ServerProcess server) {
        return switch (tool) {
            case "nc" -> with(netcat(tool, server), "-N");
            case "socat" -> List.of("socat", "-t", "60", "-", socat(server));
            default -> talk(tool, server);
        };
    }

    /** Passes bytes on in both directions while its stdin is open. */
    static List<String> talk(String tool, ServerProcess server) {
        return switch (tool) {
            case "nc", "ncat" -> netcat(tool, server);
            case "socat" -> List.of("socat", "-", socat(server));
            default -> Workplace.java(IpcClient.class, "raw", server.address());
        };
    }

    private static List<String> netcat(String tool, ServerProcess server) {
        return server.address().startsWith("unix:")
                ? List.of(tool, "-U", server.address().replaceFirst("unix:", ""))
                : List.of(tool, "localhost", server.port());
    }

    private static List<String> with(List<String> command, String option) {
        List<String> all = new ArrayList<>(command);
        all.add(1, option);
        return all;
    }

    /** The address as socat has it; only socat and we know abstract names. */
    private static String socat(ServerProcess server) {
        String address = server.address();
        if (address.startsWith("unix:@")) {
            return "ABSTRACT-CONNECT:" + address.replaceFirst("unix:@", "");
        }
        return address.startsWith("unix:")
                ? "UNIX-CONNECT:" + address.replaceFirst("unix:", "")
                : "TCP:localhost:" + server.port();
    }

    static void require(String tool) {
        if (!tool.equals("client")) {
            Tools.require(tool);
        }
    }
}
