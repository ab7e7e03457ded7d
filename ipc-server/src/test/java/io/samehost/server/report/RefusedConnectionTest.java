package io.samehost.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.address.Address;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.PeerLookup;
import io.samehost.server.engine.ThreadPerConnectionEngine;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer of whom the kernel says nothing, at a server that lets in its own user only. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RefusedConnectionTest {
    private static final PeerLookup NOBODY = new PeerLookup() {
        @Override
        public boolean isCheap(SocketChannel channel) {
            return true;
        }

        @Override
        public Map<SocketChannel, PeerCredentials> all(Collection<SocketChannel> channels) {
            return Map.of();
        }
    };

    @Test
    void aPeerThatMayNotConnectIsTold() throws Exception {
        Seen seen = new Seen();
        OpenConnections connections = new OpenConnections(
                Duration.ZERO, Duration.ZERO, Duration.ZERO, MemoryBudget.ofHeap(), new Reports(List.of(seen)));
        Admission admission =
                new Admission(PeerPolicy.sameUser(), NOBODY, ListenOptions.DEFAULT, new EchoService(), connections);
        try (TemporaryDirectory directory = new TemporaryDirectory();
                ListeningSocket socket = Transports.listen(
                        Address.parse("unix:" + directory.path().resolve("s")), ListenOptions.DEFAULT)) {
            ThreadPerConnectionEngine engine = new ThreadPerConnectionEngine(admission, connections, 1);
            engine.listen(socket);
            try (RawPeer peer = RawPeer.connect(socket.address())) {
                peer.expectEnd();
            }
            assertEquals(socket.address(), seen.refused().address());
            engine.stopListening();
            engine.close();
        }
    }
}
