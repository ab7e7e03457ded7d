package io.samehost.server.connection;

import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out whose the other ends of channels are: {@link #KERNEL}, or a test in its place. */
public interface PeerLookup {
    PeerLookup KERNEL = new PeerLookup() {
        @Override
        public boolean isCheap(SocketChannel channel) {
            return PeerCredentials.isCheap(channel);
        }

        @Override
        public Map<SocketChannel, PeerCredentials> all(Collection<SocketChannel> channels) throws IOException {
            return PeerCredentials.ofAll(channels);
        }
    };

    /** False if a look-up takes milliseconds. */
    boolean isCheap(SocketChannel channel);

    /** Without those of whom nobody can say. */
    Map<SocketChannel, PeerCredentials> all(Collection<SocketChannel> channels) throws IOException;

    default Optional<PeerCredentials> one(SocketChannel channel) {
        try {
            return Optional.ofNullable(all(List.of(channel)).get(channel));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
