package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.transport.PeerCredentials;
import io.samehost.transport.PeerPolicy;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out why a server closed without a word. A server tells a user whom it does not let in nothing, not even that; so
 * this connects once more, sends nothing, and sees whether the connection is closed at once by somebody else's server.
 */
final class RefusalProbe {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 500;

    private RefusalProbe() {}

    /** The same failure, or what it comes from if the server does not let this user in. */
    static Exception explain(Address address, Exception failure) {
        try (SocketChannel channel = Transports.connect(address, CONNECT_NANOS)) {
            Optional<PeerCredentials> server = PeerCredentials.ofServer(channel);
            if (server.isEmpty() || PeerPolicy.sameUser().permits(server) || !isClosedByPeer(channel)) {
                return failure;
            }
            return new RefusedException(
                    "refused: the server is another user's and closed the connection without a word: address=" + address
                            + " serverUser=" + server.get().user() + ", ask that user for --allow-user",
                    failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private static boolean isClosedByPeer(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_READ);
            selector.select(CLOSE_MILLIS);
            return channel.read(ByteBuffer.allocateDirect(1)) < 0;
        }
    }
}
