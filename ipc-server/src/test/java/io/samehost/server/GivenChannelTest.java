package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.UnixAddress;
import io.samehost.fixture.Background;
import io.samehost.server.fixture.EverySetupFixture;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Serves on channels that others made, and leaves behind what is theirs. */
final class GivenChannelTest extends EverySetupFixture {

    private ServerBuilder builderWithoutAddress() {
        return setup.choose(Server.builder())
                .handleInline(SERVICE, "echo", ServerRequest::payload)
                .handle(SERVICE, "work", ServerRequest::payload);
    }

    private ListeningSocket listening() throws IOException {
        return keep(Transports.listen(address(), ListenOptions.DEFAULT));
    }

    private RawPeer connect(ListeningSocket socket) throws IOException {
        return keep(RawPeer.connect(socket.address()));
    }

    /** The server's end of a connection, and the client's. */
    private record Ends(SocketChannel server, RawPeer client) {}

    private Ends connection() throws IOException {
        ListeningSocket socket = listening();
        RawPeer client = connect(socket);
        return new Ends(keep(socket.accept()), client);
    }

    @Test
    void aChannelThatListensIsServed() throws IOException {
        ListeningSocket socket = listening();
        Server server = start(builderWithoutAddress().listen(socket.channel()));
        assertEquals(1, server.addresses().size());
        assertEquals("hi", connect(socket).call(1, "echo", "hi"));
        assertEquals("ho", connect(socket).call(1, "work", "ho"));
    }

    @Test
    void afterCloseTheChannelAcceptsForItsOwner() throws Exception {
        ListeningSocket socket = listening();
        Server server = start(builderWithoutAddress().listen(socket.channel()));
        RawPeer served = connect(socket);
        assertEquals("hi", served.call(1, "echo", "hi"));
        server.close();
        served.expectEnd();
        assertTrue(socket.channel().isOpen());
        assertTrue(socket.channel().isBlocking());
        CompletableFuture<SocketChannel> accepted =
                Background.call(() -> socket.channel().accept());
        connect(socket);
        assertTrue(keep(accepted.get(10, TimeUnit.SECONDS)).isConnected());
        if (socket.address() instanceof UnixAddress unix && !unix.isAbstract()) {
            assertTrue(Files.exists(Path.of(unix.name())));
        }
    }

    @Test
    void oneServerAfterTheOtherServesTheSameChannel() throws IOException {
        ListeningSocket socket = listening();
        for (int i = 0; i < 3; i++) {
            Server server = start(builderWithoutAddress().listen(socket.channel()));
            RawPeer peer = connect(socket);
            assertEquals("hi", peer.call(1, "echo", "hi"));
            peer.close();
            server.close();
        }
    }

    @Test
    void aConnectionThatComesWhileNobodyServesIsServedByTheNextServer() throws IOException {
        ListeningSocket socket = listening();
        start(builderWithoutAddress().listen(socket.channel())).close();
        RawPeer early = connect(socket);
        start(builderWithoutAddress().listen(socket.channel()));
        assertEquals("hi", early.call(1, "echo", "hi"));
    }

    @Test
    void aConnectionIsServedAndClosedWhenItsPeerGoes() throws Exception {
        Ends ends = connection();
        Server server = start(builderWithoutAddress().serve(ends.server()));
        assertEquals("hi", ends.client().call(1, "echo", "hi"));
        assertEquals("ho", ends.client().call(3, "work", "ho"));
        CompletableFuture<Void> ended = Background.run(server::awaitGivenConnections);
        assertFalse(ended.isDone());
        ends.client().close();
        ended.get(10, TimeUnit.SECONDS);
        assertFalse(ends.server().isOpen());
        assertEquals(0, server.addresses().size());
    }

    @Test
    void aServerThatClosesEndsTheConnectionThatItWasGiven() throws IOException {
        Ends ends = connection();
        Server server = start(builderWithoutAddress().serve(ends.server()));
        assertEquals("hi", ends.client().call(1, "echo", "hi"));
        server.close();
        ends.client().expectEnd();
        assertFalse(ends.server().isOpen());
    }

    @Test
    void aServerThatDoesNotStartClosesTheConnectionAndLeavesTheListener() throws IOException {
        Ends ends = connection();
        ListeningSocket taken = another();
        ServerBuilder builder = builderWithoutAddress()
                .serve(ends.server())
                .listen(taken.channel())
                .listen(taken.address());
        assertThrows(IOException.class, builder::start);
        ends.client().expectEnd();
        assertTrue(taken.channel().isOpen());
        assertTrue(taken.channel().isBlocking());
    }

    @Test
    void aServerWithBothKindsHasNoThreadLeftAfterItsClose() throws Exception {
        Ends ends = connection();
        ListeningSocket socket = another();
        Server server = start(builderWithoutAddress().serve(ends.server()).listen(socket.channel()));
        assertEquals("hi", ends.client().call(1, "echo", "hi"));
        assertEquals("hi", connect(socket).call(1, "echo", "hi"));
        server.close(Duration.ZERO);
        Awaitility.await()
                .until(() -> threads("samehost-accept").isEmpty()
                        && threads("samehost-loop").isEmpty());
    }

    private ListeningSocket another() throws IOException {
        Path place = Files.createDirectory(directory().resolve("d"));
        return keep(Transports.listen(setup.way().in(place), ListenOptions.DEFAULT));
    }

    @Test
    void aServerNeedsSomethingToServe() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> builderWithoutAddress().start());
        assertTrue(refused.getMessage().startsWith("no address to listen on"), refused.getMessage());
    }
}
