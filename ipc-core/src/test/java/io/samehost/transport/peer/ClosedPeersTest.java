package io.samehost.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose sockets are closed, as the kernel's table tells it. */
final class ClosedPeersTest {
    private static final TcpSocket OPEN = new TcpSocket(true, TcpSocket.ESTABLISHED, 9, true);
    private static final TcpSocket ORPHAN = new TcpSocket(true, TcpSocket.FIN_WAIT1, 0, false);

    private ServerSocketChannel listening;
    private SocketChannel channel;
    private TcpEnds own;

    @BeforeEach
    void connect() throws IOException {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel = SocketChannel.open(listening.getLocalAddress());
        own = TcpEnds.of(channel).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        listening.close();
    }

    private Set<SocketChannel> closed(Map<TcpEnds, TcpSocket> rows) throws IOException {
        return TcpPeers.closed(new Given(rows), List.of(channel));
    }

    private record Given(Map<TcpEnds, TcpSocket> rows) implements TcpTable {
        @Override
        public Rows read(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) {
            return new Rows(rows, List.of());
        }

        @Override
        public boolean isCheap() {
            return true;
        }
    }

    @Test
    void aSocketThatNoProcessHasOpenIsClosed() throws IOException {
        assertEquals(Set.of(channel), closed(Map.of(own, OPEN, own.reversed(), ORPHAN)));
        assertEquals(Set.of(channel), closed(Map.of(own, OPEN)));
    }

    @Test
    void aSocketThatAProcessHasOpenIsNot() throws IOException {
        assertEquals(Set.of(), closed(Map.of(own, OPEN, own.reversed(), OPEN)));
    }

    @Test
    void aTableWithoutOurOwnRowTellsNothing() throws IOException {
        assertEquals(Set.of(), closed(Map.of(own.reversed(), ORPHAN)));
        assertEquals(Set.of(), closed(Map.of()));
    }
}
