package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixProvider;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** The file of a socket: things in its way, its mode, and the servers that it never displaces. */
final class SocketFilesTest extends SocketFilesFixture {
    // things in the way

    @Test
    void aRegularFileInTheWayIsLeftAlone() throws IOException {
        Files.writeString(path, "precious");
        ListenFailedException failed = assertRefused(Reason.NOT_A_SOCKET, path);
        assertEquals(
                "something else is in the way: path=" + path + " is=regular file, move it or choose another path",
                failed.getMessage());
        assertEquals("precious", Files.readString(path));
        assertEquals(List.of("s"), directory.names());
    }

    /** A socket is moved where no link can be made, and a move would replace a file that came meanwhile. */
    @Test
    void aMoveIntoPlaceReplacesNothing() throws IOException {
        Path moved = Files.writeString(directory.resolve("moved"), "ours");
        Path other = Files.writeString(directory.resolve("other"), "somebody's");
        ListenFailedException failed =
                assertThrows(ListenFailedException.class, () -> SocketPlace.moveIntoPlace(moved, other));
        assertEquals(Reason.IN_USE, failed.reason());
        assertEquals("somebody's", Files.readString(other));
        SocketPlace.moveIntoPlace(moved, directory.resolve("free"));
        assertEquals("ours", Files.readString(directory.resolve("free")));
    }

    @Test
    void aDirectoryInTheWayIsLeftAlone() throws IOException {
        Files.createDirectory(path);
        assertRefused(Reason.NOT_A_SOCKET, path);
        assertTrue(Files.isDirectory(path));
    }

    @Test
    void theRootDirectoryIsNoPlaceForASocket() {
        assertRefused(Reason.NOT_A_SOCKET, Path.of("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "live"})
    void aSymbolicLinkInTheWayIsLeftAlone(String target) throws IOException {
        try (ServerSocketChannel live = foreignServer(directory.resolve("live"), 5)) {
            Files.createSymbolicLink(path, Path.of(target));
            assertTrue(assertRefused(Reason.NOT_A_SOCKET, path).getMessage().contains("is=symbolic link"));
            assertEquals(Path.of(target), Files.readSymbolicLink(path));
            assertTrue(live.isOpen());
            assertTrue(Files.exists(directory.resolve("live")));
        }
    }

    @Test
    void aFifoInTheWayIsLeftAlone() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        assertTrue(assertRefused(Reason.NOT_A_SOCKET, path).getMessage().contains("is=fifo"));
        assertEquals(FileKind.FIFO, FileKind.of(path).orElseThrow());
    }

    @Test
    void aStaleSocketIsReplaced() throws IOException {
        foreignServer(path, 5).close();
        try (ListeningSocket socket = listen(path)) {
            assertServes(path);
            assertTrue(socket.channel().isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource(UnixProvider.class)
    void aLiveServerIsNeverDisplaced(UnixProvider provider) throws IOException {
        try (ServerSocketChannel live = foreignServer(path, 5)) {
            ListenFailedException failed = assertThrows(
                    ListenFailedException.class,
                    () -> Transports.listen(address(path, provider), ListenOptions.DEFAULT));
            assertEquals(Reason.IN_USE, failed.reason());
            assertTrue(failed.getMessage().startsWith("address is in use by pid " + ownPid() + ":"), failed.toString());
            assertServes(path);
            assertTrue(live.isOpen());
            assertEquals(List.of("s"), directory.names());
        }
    }

    @Test
    void aLiveServerWithAFullBacklogIsNeverDisplaced() throws IOException {
        try (ServerSocketChannel live = foreignServer(path, 1);
                SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(path));
                SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertRefused(Reason.IN_USE, path);
            assertTrue(live.isOpen() && first.isConnected() && second.isConnected());
        }
    }

    @Test
    void aDatagramSocketIsNeverDisplaced() throws IOException {
        try (AFUNIXDatagramChannel live = AFUNIXDatagramChannel.open()) {
            live.bind(AFUNIXSocketAddress.of(path));
            assertRefused(Reason.IN_USE, path);
            ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> assertServes(path));
            assertEquals(ConnectFailedException.Reason.OTHER, failed.reason());
            assertTrue(failed.getMessage().startsWith("not a stream socket:"), failed.getMessage());
        }
    }

    // mode

    @ParameterizedTest
    @CsvSource({"JDK, 600, rw-------", "JDK, 660, rw-rw----", "JDK, 666, rw-rw-rw-", "JUNIXSOCKET, 620, rw--w----"})
    void theSocketFileHasTheModeAskedFor(UnixProvider provider, String mode, String permissions) throws IOException {
        ListenOptions options = new ListenOptions(5, Integer.parseInt(mode, 8));
        try (ListeningSocket socket = Transports.listen(address(path, provider), options)) {
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertTrue(socket.channel().isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void theModeHoldsFromTheFirstInstantWhereOthersMayEnter(UnixProvider provider) throws Exception {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        AtomicBoolean done = new AtomicBoolean();
        Set<Set<PosixFilePermission>> seen = ConcurrentHashMap.newKeySet();
        Thread observer = new Thread(() -> {
            while (!done.get()) {
                try {
                    seen.add(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                } catch (IOException e) {
                    Thread.onSpinWait(); // not there at this moment
                }
            }
        });
        observer.start();
        for (int i = 0; i < 100; i++) {
            Transports.listen(address(path, provider), new ListenOptions(5, 0640))
                    .close();
        }
        done.set(true);
        observer.join();
        assertTrue(Set.of(PosixFilePermissions.fromString("rw-r-----")).containsAll(seen), seen.toString());
    }

    // refusals of connect

    @Test
    void aRefusalByAFileThatIsNoSocketSaysSo() throws IOException {
        Files.write(path, "text".getBytes(StandardCharsets.UTF_8));
        ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> assertServes(path));
        assertEquals(ConnectFailedException.Reason.REFUSED, failed.reason());
        assertTrue(failed.getMessage().endsWith("that is a regular file and no socket"), failed.getMessage());
    }

    @Test
    void aStaleSocketRefuses() throws IOException {
        foreignServer(path, 5).close();
        ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> assertServes(path));
        assertEquals(ConnectFailedException.Reason.REFUSED, failed.reason());
        assertEquals("nobody listens: address=unix:" + path + ", start the server first", failed.getMessage());
    }

    @Test
    void aPathThroughAFileIsMissing() throws IOException {
        Files.createFile(path);
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> assertServes(path.resolve("s")));
        assertEquals(ConnectFailedException.Reason.MISSING, failed.reason());
    }
}
