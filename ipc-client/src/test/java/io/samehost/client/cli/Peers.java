package io.samehost.client.cli;

import java.util.List;

/** Command lines of programs that talk to a raw service: they send their stdin, and wait for the end of the answer. */
final class Peers {
    private Peers() {}

    /** @param tool nc, socat, ncat, or client, which is ours */
    static List<String> exchange(String tool, ServerProcess server) {
        boolean unix = server.address().startsWith("unix:");
        String path = server.address().replaceFirst("unix:", "");
        return switch (tool) {
            case "nc" -> unix ? List.of("nc", "-N", "-U", path) : List.of("nc", "-N", "localhost", server.port());
            case "ncat" -> unix ? List.of("ncat", "-U", path) : List.of("ncat", "localhost", server.port());
            case "socat" ->
                List.of("socat", "-t", "60", "-", unix ? "UNIX-CONNECT:" + path : "TCP:localhost:" + server.port());
            default -> Workplace.java(IpcClient.class, "raw", server.address());
        };
    }

    static void require(String tool) {
        if (!tool.equals("client")) {
            Tools.require(tool);
        }
    }
}
