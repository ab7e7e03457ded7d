package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every family and provider. */
@Timeout(30)
abstract class TransportContract {
    static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final int BUFFER_BYTES = 20_000;

    private ShortDirectory directory;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** An address that nobody serves. */
    abstract Address address(Path directory);

    abstract String provider();

    /** What a connect meets where nobody serves. */
    abstract ConnectFailedException.Reason absence();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new ShortDirectory();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        directory.close();
    }

    private ListeningSocket listen(int backlog) throws IOException {
        return keep(Transports.listen(address(directory.path()), new ListenOptions(backlog, 0600)));
    }

    private SocketChannel connect(ListeningSocket socket) throws IOException {
        return keep(Transports.connect(socket.address(), TIMEOUT_NANOS));
    }

    private SocketChannel accept(ListeningSocket socket) throws IOException {
        SocketChannel channel = keep(socket.channel().accept());
        Transports.accepted(channel, ListenOptions.DEFAULT);
        return channel;
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64);
        bytes.put(text.getBytes(StandardCharsets.UTF_8)).flip();
        while (bytes.hasRemaining()) {
            assertTrue(channel.write(bytes) >= 0);
        }
    }

    private static String readToEnd(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64);
        while (channel.read(bytes) >= 0) {
            assertTrue(bytes.hasRemaining());
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

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
    void allChannelsBlock() throws IOException {
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
    void aSecondListenerIsToldThatTheAddressIsInUse() throws IOException {
        ListeningSocket socket = listen(5);
        ListenFailedException failed = assertThrows(
                ListenFailedException.class, () -> Transports.listen(socket.address(), ListenOptions.DEFAULT));
        assertEquals(ListenFailedException.Reason.IN_USE, failed.reason());
        write(connect(socket), "the first still serves");
    }

    @Test
    void whereNobodyServesAConnectFailsAtOnce() {
        Address nobody = address(directory.path());
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS));
        assertEquals(absence(), failed.reason());
        assertTrue(failed.getMessage().contains("address=" + nobody), failed.getMessage());
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

    /** Connects until the server's backlog takes no more. */
    private void fillBacklog(ListeningSocket socket) {
        ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> {
            while (true) {
                keep(Transports.connect(socket.address(), SHORT_NANOS));
            }
        });
        assertEquals(ConnectFailedException.Reason.TIMED_OUT, failed.reason());
    }

    @Test
    void aFullBacklogMakesAConnectTimeOut() throws IOException {
        ListeningSocket socket = listen(1);
        fillBacklog(socket);
        long startNanos = System.nanoTime();
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> Transports.connect(socket.address(), SHORT_NANOS));
        assertEquals(ConnectFailedException.Reason.TIMED_OUT, failed.reason());
        assertTrue(System.nanoTime() - startNanos >= SHORT_NANOS);
        assertTrue(failed.getMessage().contains("150 ms"), failed.getMessage());
    }

    @Test
    void aConnectThatWaitsGetsInWhenThereIsRoom() throws Exception {
        ListeningSocket socket = listen(1);
        fillBacklog(socket);
        CompletableFuture<SocketChannel> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return Transports.connect(socket.address(), TIMEOUT_NANOS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        accept(socket);
        accept(socket);
        assertTrue(keep(waiting.get(20, TimeUnit.SECONDS)).isConnected());
    }

    @Test
    void aConnectThatWaitsCanBeInterrupted() throws Exception {
        ListeningSocket socket = listen(1);
        fillBacklog(socket);
        CompletableFuture<Exception> outcome = new CompletableFuture<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                keep(Transports.connect(socket.address(), Long.MAX_VALUE));
                outcome.complete(
                        new AssertionError("connected").getCause() == null ? new Exception("connected") : null);
            } catch (IOException e) {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                outcome.complete(e);
            }
        });
        thread.start();
        Awaitility.await()
                .until(() -> Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.samehost.transport.Transports")));
        thread.interrupt();
        Exception ended = outcome.get(10, TimeUnit.SECONDS);
        assertTrue(
                ended instanceof InterruptedIOException || ended instanceof ClosedByInterruptException,
                ended.toString());
        assertTrue(stillInterrupted.get());
    }

    @Test
    void failedConnectsAndListensLeaveNoDescriptorOpen() throws IOException {
        ListeningSocket socket = listen(5);
        Address nobody = address(directory
                .path()
                .resolve(Files.createDirectory(directory.resolve("d")).getFileName()));
        failOften(socket, nobody); // opens what stays open, such as the files of the class loader
        long before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            failOften(socket, nobody);
        }
        assertTrue(openDescriptors() < before + 20, "before=" + before + " after=" + openDescriptors());
    }

    private static void failOften(ListeningSocket socket, Address nobody) {
        for (int i = 0; i < 5; i++) {
            assertThrows(ConnectFailedException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS));
            assertThrows(ListenFailedException.class, () -> Transports.listen(socket.address(), ListenOptions.DEFAULT));
        }
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    @Test
    void theTimeoutHasToBePositive() {
        Address nobody = address(directory.path());
        assertThrows(IllegalArgumentException.class, () -> Transports.connect(nobody, 0));
    }
}
