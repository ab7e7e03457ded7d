package io.samehost.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ListenFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.fixture.Background;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.EverySetupFixture;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Serves on sockets that are known by the numbers of their descriptors, as a child knows those of its parent. */
final class DescriptorTest extends EverySetupFixture {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Never closed: their descriptors are the server's, and then those of others. */
    private static final List<SocketChannel> PARENTS_OWN = new ArrayList<>();

    /** The number of a socket that somebody else opened in this process. */
    private record Numbered<T>(T socket, int number) {
        String address() {
            return "fd:" + number;
        }
    }

    private ListeningSocket parents;
    private String inherited;

    @BeforeEach
    void listenAsAParentDoes() throws Exception {
        Numbered<ListeningSocket> numbered = numbered(() -> Transports.listen(address(), ListenOptions.DEFAULT));
        parents = keep(numbered.socket());
        inherited = numbered.address();
    }

    private static <T> Numbered<T> numbered(Callable<T> opening) throws Exception {
        Set<Integer> before = sockets();
        T socket = opening.call();
        Set<Integer> added = sockets();
        added.removeAll(before);
        return new Numbered<>(socket, added.stream().mapToInt(n -> n).max().orElseThrow());
    }

    private static Set<Integer> sockets() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            for (Path file : files.toList()) {
                try {
                    if (Files.readSymbolicLink(file).toString().startsWith("socket:")) {
                        numbers.add(Integer.valueOf(file.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        }
        return numbers;
    }

    private ServerBuilder builderAt(String address) {
        return Server.builder()
                .listen(address)
                .engine(setup.engine())
                .handle(SERVICE, "who", DescriptorTest::who)
                .handle(SERVICE, "echo", ServerRequest::payload);
    }

    private static byte[] who(ServerRequest request) {
        Optional<PeerCredentials> peer = request.peer();
        return Bytes.of(String.valueOf(peer.orElseThrow().uid().orElseThrow()));
    }

    private RawPeer connect() throws IOException {
        return keep(RawPeer.connect(parents.address()));
    }

    @Test
    void aSocketThatListensIsServedAndItsUsersAreKnown() throws IOException {
        start(builderAt(inherited));
        RawPeer peer = connect();
        assertEquals("hi", peer.call(1, "echo", "hi"));
        String own = String.valueOf(Files.getAttribute(OPEN_FILES, "unix:uid"));
        assertEquals(own, peer.call(3, "who", ""));
    }

    @Test
    void theServerIsCalledByTheNameOfTheSocket() throws IOException {
        Server server = start(builderAt(inherited));
        Address address = server.addresses().get(0);
        assertEquals("junixsocket", server.providers().get(0));
        if (address instanceof UnixAddress unix && !unix.isAbstract()) {
            assertTrue(
                    unix.name().startsWith(directory().toString()),
                    unix.name()); // where it was bound, before it got its place
        } else {
            assertEquals("hi", keep(RawPeer.connect(address)).call(1, "echo", "hi"));
        }
    }

    @Test
    void manyCallsAndLargeOnesAreAnswered() throws IOException {
        start(builderAt(inherited));
        RawPeer peer = connect();
        String large = "x".repeat(300_000);
        for (int i = 0; i < 20; i++) {
            assertEquals(large, peer.call(2 * i + 1, "echo", large));
        }
    }

    @Test
    void theParentAcceptsAfterTheServerHasClosed() throws Exception {
        Server server = start(builderAt(inherited));
        assertEquals("hi", connect().call(1, "echo", "hi"));
        server.close();
        CompletableFuture<SocketChannel> accepted = Background.call(() -> parents.accept());
        RawPeer next = connect();
        assertTrue(keep(accepted.get(10, TimeUnit.SECONDS)).isConnected());
        next.close();
    }

    @Test
    void anotherServerServesTheSameDescriptor() throws IOException {
        for (int i = 0; i < 2; i++) {
            Server server = start(builderAt(inherited));
            RawPeer peer = connect();
            assertEquals("hi", peer.call(1, "echo", "hi"));
            peer.close();
            server.close();
        }
    }

    @Test
    void aConnectionIsServedUntilItsPeerGoes() throws Exception {
        RawPeer peer = connect();
        Numbered<SocketChannel> accepted = numbered(() -> parents.accept());
        PARENTS_OWN.add(accepted.socket());
        Server server = start(builderAt(accepted.address()));
        assertEquals("hi", peer.call(1, "echo", "hi"));
        assertTrue(server.addresses().isEmpty());
        CompletableFuture<Void> ended = Background.run(server::awaitGivenConnections);
        assertFalse(ended.isDone());
        peer.endOutput();
        peer.expectEnd();
        ended.get(10, TimeUnit.SECONDS);
        await().until(() -> !sockets().contains(accepted.number()));
    }

    @Test
    void aConnectionIsThereOnce() throws Exception {
        RawPeer peer = connect();
        Numbered<SocketChannel> accepted = numbered(() -> parents.accept());
        PARENTS_OWN.add(accepted.socket());
        start(builderAt(accepted.address()));
        ListenFailedException refused = assertThrows(
                ListenFailedException.class, () -> builderAt(accepted.address()).start());
        assertTrue(
                refused.getMessage().startsWith("connection is used already, or is gone: address=fd:"),
                refused.getMessage());
        assertEquals("hi", peer.call(1, "echo", "hi"));
    }

    @Test
    void aPeerThatHasGoneBeforeItWasAcceptedIsNotServed() throws IOException {
        RawPeer gone = connect();
        gone.reset();
        start(builderAt(inherited));
        assertEquals("hi", connect().call(1, "echo", "hi"));
    }

    @Test
    void aDescriptorThatIsNoSocketIsRefused() throws Exception {
        Path file = Files.createFile(directory().resolve("file"));
        try (var open = Files.newByteChannel(file)) {
            int number = numberOf(file);
            ListenFailedException refused = assertThrows(
                    ListenFailedException.class, () -> builderAt("fd:" + number).start());
            assertTrue(
                    refused.getMessage().startsWith("descriptor is no stream socket: address=fd:" + number + ", "),
                    refused.getMessage());
            assertTrue(open.isOpen());
        }
    }

    private static int numberOf(Path file) throws IOException {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.filter(open -> isOpen(open, file))
                    .mapToInt(open -> Integer.parseInt(open.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isOpen(Path open, Path file) {
        try {
            return Files.readSymbolicLink(open).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aNumberThatNothingIsOpenUnderIsRefused() {
        ListenFailedException refused = assertThrows(
                ListenFailedException.class, () -> builderAt("fd:987654").start());
        assertTrue(refused.getMessage().contains("address=fd:987654"), refused.getMessage());
    }
}
