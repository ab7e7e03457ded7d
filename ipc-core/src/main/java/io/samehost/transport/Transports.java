package io.samehost.transport;

import io.samehost.address.Address;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Opens stream sockets of every family. */
@SuppressWarnings("DoNotCallSuggester")
public final class Transports {
    private Transports() {}

    public static ListeningSocket listen(Address address, ListenOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Connects within {@code timeoutNanos}; the channel is in blocking mode. */
    public static SocketChannel connect(Address address, long timeoutNanos) throws IOException {
        throw new UnsupportedOperationException();
    }
}
