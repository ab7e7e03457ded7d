package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.fixture.Background;
import io.samehost.fixture.OpenDescriptors;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The promises of every family and provider to those who connect, whether they get in or not. */
abstract class ConnectContract extends TransportFixture {
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

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
        CompletableFuture<SocketChannel> waiting = Background.call(() -> {
            return Transports.connect(socket.address(), TIMEOUT_NANOS);
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

    private static void failOften(ListeningSocket socket, Address nobody) {
        for (int i = 0; i < 5; i++) {
            assertThrows(ConnectFailedException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS));
            assertThrows(ListenFailedException.class, () -> Transports.listen(socket.address(), ListenOptions.DEFAULT));
        }
    }

    @Test
    void failedConnectsAndListensLeaveNoDescriptorOpen() throws IOException {
        ListeningSocket socket = listen(5);
        Address nobody = address(directory
                .path()
                .resolve(Files.createDirectory(directory.resolve("d")).getFileName()));
        failOften(socket, nobody); // opens what stays open, such as the files of the class loader
        long before = OpenDescriptors.count();
        for (int i = 0; i < 20; i++) {
            failOften(socket, nobody);
        }
        assertTrue(OpenDescriptors.count() < before + 20, "before=" + before + " after=" + OpenDescriptors.count());
    }

    @Test
    void theTimeoutHasToBePositive() {
        Address nobody = address(directory.path());
        assertThrows(IllegalArgumentException.class, () -> Transports.connect(nobody, 0));
    }
}
