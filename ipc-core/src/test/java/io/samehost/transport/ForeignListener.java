package io.samehost.transport;

import io.samehost.fixture.Tools;
import java.io.IOException;

/**
 * A listening TCP socket of another user, made as no JDK makes it: on IPv6 for IPv6 alone, on IPv4 of the family AF_INET.
 */
final class ForeignListener implements AutoCloseable {
    private static final String PROGRAM = """
        import socket, sys
        host, port = sys.argv[1], int(sys.argv[2])
        s = socket.socket(socket.AF_INET6 if ':' in host or host == '*' else socket.AF_INET)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if s.family == socket.AF_INET6:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if host == '*' else 1)
        try:
            s.bind(('::' if host == '*' else host, port))
            s.listen()
            print('y', end='', flush=True)
        except OSError:
            print('n', end='', flush=True)
        sys.stdin.read()
        """;

    private final Process process;
    private final boolean listening;

    private ForeignListener(Process process, boolean listening) {
        this.process = process;
        this.listening = listening;
    }

    /**
     * Starts one that accepts nothing.
     *
     * @param host an address, or {@code *} for the wildcard of both families
     */
    static ForeignListener on(String host, String port) throws IOException {
        Tools.require("python3");
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/python3", "-c", PROGRAM, host, port)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ForeignListener(process, process.getInputStream().read() == 'y');
    }

    /** False if some other process has the port there: a free port is free at the address that was asked for only. */
    boolean isListening() {
        return listening;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
