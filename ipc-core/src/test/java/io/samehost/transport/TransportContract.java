package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The promises of every family and provider. */
abstract class TransportContract extends ConnectContract {
    private static final int BUFFER_BYTES = 20_000;

    @Test
    void bothSidesExchangeBytes() throws IOException {
        ListeningSocket socket = listen(5);
        SocketChannel client = connect(socket);
        SocketChannel server = accept(socket);
        write(client, "ask");
        client.shutdownOutput();
        assertEquals("ask", readToEnd(server));
        write(server, "answer");
        server.close();
        assertEquals("answer", readToEnd(client));
    }

    @Test
    void afterAHalfCloseTheOtherDirectionGoesOn() throws IOException {
        ListeningSocket socket = listen(5);
        SocketChannel client = connect(socket);
        SocketChannel server = accept(socket);
        client.shutdownOutput();
        assertEquals("", readToEnd(server));
        write(server, "still here");
        server.shutdownOutput();
        assertEquals("still here", readToEnd(client));
    }

    @Test
    void channelsBlockAtFirst() throws IOException {
        ListeningSocket socket = listen(5);
        assertTrue(connect(socket).isBlocking());
        assertTrue(accept(socket).isBlocking());
        assertTrue(socket.channel().isBlocking());
    }

    @Test
    void bothSidesHaveTheSocketBuffersAskedFor() throws IOException {
        ListenOptions options = new ListenOptions(5, 0600, BUFFER_BYTES);
        ListeningSocket socket = keep(Transports.listen(address(directory.path()), options));
        SocketChannel client = keep(Transports.connect(socket.address(), TIMEOUT_NANOS, BUFFER_BYTES));
        SocketChannel server = keep(socket.channel().accept());
        Transports.accepted(server, options);
        assertHas(client, StandardSocketOptions.SO_SNDBUF);
        assertHas(client, StandardSocketOptions.SO_RCVBUF);
        assertHas(server, StandardSocketOptions.SO_SNDBUF);
        assertHas(server, StandardSocketOptions.SO_RCVBUF);
        write(client, "fits");
        client.shutdownOutput();
        assertEquals("fits", readToEnd(server));
    }

    /** Providers tell the same size in different ways, so it is set once more and has to stay what it was. */
    private static void assertHas(SocketChannel channel, SocketOption<Integer> buffer) throws IOException {
        int told = channel.getOption(buffer);
        channel.setOption(buffer, BUFFER_BYTES);
        assertEquals(channel.getOption(buffer), told, buffer::name);
    }

    @Test
    void negativeSocketBuffersAreRefused() {
        Address nobody = address(directory.path());
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS, -1));
        assertEquals(
                "socket buffers cannot be negative: socketBufferBytes=-1, use 0 for what the system gives",
                refusal.getMessage());
    }

    @Test
    void theListeningSocketSaysWhoOpenedItAndWhereItIs() throws IOException {
        ListeningSocket socket = listen(5);
        assertEquals(provider(), socket.provider());
        assertEquals(socket.address(), Address.parse(socket.address().toString()));
    }

    @Test
    void bothSidesSeeOurOwnUser() throws IOException {
        ListeningSocket socket = listen(5);
        SocketChannel channel = connect(socket);
        Optional<PeerCredentials> client = PeerCredentials.of(accept(socket));
        Optional<PeerCredentials> server = PeerCredentials.of(channel);
        assertEquals(Users.ownName(), client.orElseThrow().user());
        assertEquals(Users.ownName(), server.orElseThrow().user());
        assertTrue(PeerPolicy.sameUser().permits(client));
        assertTrue(PeerPolicy.sameUser().permits(server));
    }

    @Test
    void aClosedChannelHasNoCredentials() throws IOException {
        ListeningSocket socket = listen(5);
        SocketChannel client = connect(socket);
        client.close();
        assertEquals(Optional.empty(), PeerCredentials.of(client));
    }

    @Test
    void afterCloseTheAddressIsFreeAgain() throws IOException {
        ListeningSocket first = listen(5);
        first.close();
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> Transports.connect(first.address(), TIMEOUT_NANOS));
        assertEquals(absence(), failed.reason());
        ListeningSocket second = keep(Transports.listen(first.address(), ListenOptions.DEFAULT));
        write(connect(second), "again");
    }

    @Test
    void closeMayBeCalledTwiceAndInSteps() throws IOException {
        ListeningSocket socket = listen(5);
        socket.closeChannel();
        socket.closeChannel();
        socket.close();
        socket.close();
        assertFalse(socket.channel().isOpen());
        assertEquals(List.of(), directory.names());
    }

    @Test
    void closeEndsABlockingAccept() throws Exception {
        ListeningSocket socket = listen(5);
        Thread[] accepting = new Thread[1];
        CompletableFuture<Void> accept = new CompletableFuture<>();
        accepting[0] = new Thread(() -> {
            try {
                socket.channel().accept();
                accept.complete(null);
            } catch (IOException e) {
                accept.completeExceptionally(e);
            }
        });
        accepting[0].start();
        Awaitility.await().until(() -> isInAccept(accepting[0]));
        socket.close();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> accept.get(10, TimeUnit.SECONDS));
        assertTrue(ended.getCause() instanceof IOException, ended.toString());
    }

    private static boolean isInAccept(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().startsWith("accept"));
    }

    @Test
    void aSelectorOfTheChannelsProviderServesIt() throws IOException {
        ListeningSocket socket = listen(5);
        ServerSocketChannel channel = socket.channel();
        channel.configureBlocking(false);
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_ACCEPT);
            SocketChannel client = connect(socket);
            assertEquals(1, selector.select(TimeUnit.SECONDS.toMillis(10)));
            SocketChannel server = accept(socket);
            write(client, "selected");
            client.close();
            assertEquals("selected", readToEnd(server));
            socket.closeChannel();
            selector.selectNow();
            socket.close();
        }
        assertThrows(ConnectFailedException.class, () -> Transports.connect(socket.address(), TIMEOUT_NANOS));
    }
}
