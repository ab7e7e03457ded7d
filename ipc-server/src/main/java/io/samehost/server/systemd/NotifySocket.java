package io.samehost.server.systemd;

import io.samehost.transport.Datagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The socket on which a service manager hears from its services.
 *
 * @param name a path, or an abstract name that begins with {@code @}
 */
record NotifySocket(String name) {
    /** Empty if the text names no AF_UNIX socket: an address of AF_VSOCK is another machine's. */
    static Optional<NotifySocket> of(String text) {
        return text.startsWith("/") || text.startsWith("@") ? Optional.of(new NotifySocket(text)) : Optional.empty();
    }

    /** Sends {@code VARIABLE=VALUE} lines. */
    void send(String state) throws IOException {
        Datagrams.tell(name, state.getBytes(StandardCharsets.UTF_8));
    }
}
