package io.samehost.client.connection;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The one connection of a client that was given it: there is no other when it is gone. Thread-safe. */
public final class GivenConnection implements Closeable {
    private final Address address;
    private final AtomicReference<Optional<SocketChannel>> unused;

    public GivenConnection(Address address, SocketChannel channel) {
        this.address = address;
        this.unused = new AtomicReference<>(Optional.of(channel));
    }

    /**
     * The channel, for the one who asks first.
     *
     * @throws ConnectFailedException if somebody has it
     */
    public SocketChannel open() throws ConnectFailedException {
        return unused.getAndSet(Optional.empty())
                .orElseThrow(() -> new ConnectFailedException(
                        ConnectFailedException.Reason.OTHER,
                        "the connection that this client was given is in use, or gone: address=" + address
                                + ", connect by address to have more than one"));
    }

    /** Closes the channel if nobody has it. */
    @Override
    public void close() throws IOException {
        Optional<SocketChannel> left = unused.getAndSet(Optional.empty());
        if (left.isPresent()) {
            left.get().close();
        }
    }
}
