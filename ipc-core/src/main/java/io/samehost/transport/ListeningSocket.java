package io.samehost.transport;

import io.samehost.address.Address;
import java.io.Closeable;
import java.nio.channels.ServerSocketChannel;

/** A bound socket that accepts, with what has to be undone when it closes. */
@SuppressWarnings("DoNotCallSuggester")
public final class ListeningSocket implements Closeable {
    ListeningSocket() {}

    /** The channel, in blocking mode. */
    public ServerSocketChannel channel() {
        throw new UnsupportedOperationException();
    }

    /** Where clients reach it: the address asked for, with the port that was picked where 0 was asked for. */
    public Address address() {
        throw new UnsupportedOperationException();
    }

    /** Who opened it, as the ready line prints it: {@code jdk} or {@code junixsocket}. */
    public String provider() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
