package io.samehost.bench.process;

import java.util.List;

/**
 * The place in which two measured processes meet.
 *
 * @param name for the reader
 * @param serverPrefix the words before a command that bring its process there
 * @param tcpHost the address at which a server listens there
 */
public record Network(String name, List<String> serverPrefix, List<String> clientPrefix, String tcpHost) {
    /** Where everything runs unless it is said. */
    public static final Network HOST = new Network("on the host", List.of(), List.of(), "127.0.0.1");
}
