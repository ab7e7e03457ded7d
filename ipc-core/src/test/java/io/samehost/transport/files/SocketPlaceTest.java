package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixProvider;
import io.samehost.fixture.Tools;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.unix.UnixProviders;
import io.samehost.transport.unix.UnixSockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name under which the system shows a socket, and that it is never worth a socket that others reach too early. */
final class SocketPlaceTest extends SocketFilesFixture {
    private static final Path TABLE = Path.of("/proc/net/unix");

    private static boolean isShown(Path path) throws IOException {
        Tools.requireThat(Files.exists(TABLE), "the system has no list of sockets");
        return Files.readString(TABLE).lines().anyMatch(line -> line.endsWith(" " + path));
    }

    private UnixSockets sockets(UnixProvider provider) {
        return UnixProviders.pick(address(path, provider)).orElseThrow();
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString(permissions));
    }

    @Test
    void inADirectoryOfOursAloneTheSystemShowsThePathThatPeopleKnow() throws IOException {
        ListenOptions options = new ListenOptions(5, 0640);
        try (ListeningSocket socket = Transports.listen(address(path, UnixProvider.ANY), options)) {
            assertTrue(socket.channel().isOpen() && isShown(path));
            assertServes(path);
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(List.of("s", "s.lock"), directory.names());
        }
        assertEquals(List.of(), directory.names());
    }

    @Test
    void aRelativePathIsShownWhole() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(path);
        try (ListeningSocket socket = listen(relative)) {
            assertTrue(socket.channel().isOpen() && isShown(path));
            assertServes(path);
        }
        assertEquals(List.of(), directory.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx--x---", "rwx-----x", "rwxrwxrwx"})
    void whereOthersMayEnterTheSocketIsMadeOutOfSight(String permissions) throws IOException {
        allow(permissions);
        try (ListeningSocket socket = listen(path)) {
            assertTrue(socket.channel().isOpen() && !isShown(path));
            assertServes(path);
        }
    }

    @Test
    void aDirectoryBelowOneThatOthersMayChangeIsNotTrusted() throws IOException {
        allow("rwxrwxrwx");
        Path inner = Files.createDirectory(
                directory.resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (ListeningSocket socket = listen(inner.resolve("s"))) {
            assertTrue(socket.channel().isOpen() && !isShown(inner.resolve("s")));
        }
    }

    @Test
    void aPathThroughALinkIsNotTrusted() throws IOException {
        Path inner = Files.createDirectory(
                directory.resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path link = Files.createSymbolicLink(directory.resolve("l"), inner);
        try (ListeningSocket socket = listen(link.resolve("s"))) {
            assertTrue(socket.channel().isOpen() && !isShown(link.resolve("s")));
        }
    }

    /** What junixsocket binds replaces what is there, wherever that is. */
    @Test
    void junixsocketIsNeverGivenThePathItself() throws IOException {
        try (ListeningSocket socket =
                Transports.listen(address(path, UnixProvider.JUNIXSOCKET), ListenOptions.DEFAULT)) {
            assertTrue(socket.channel().isOpen() && !isShown(path));
        }
    }

    /** Another starter without our lock may come between the look at the path and bind. */
    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void whatCameToThePathMeanwhileStaysThere(UnixProvider provider) throws IOException {
        List<ServerSocketChannel> made = new ArrayList<>();
        ListenFailedException failed = assertThrows(
                ListenFailedException.class,
                () -> SocketFiles.bind(path, 0600, sockets(provider), place -> {
                    Files.writeString(path, "precious");
                    ServerSocketChannel channel = sockets(provider).bind(place, 5);
                    made.add(channel);
                    return channel;
                }));
        assertEquals(Reason.IN_USE, failed.reason(), failed.getMessage());
        assertEquals("precious", Files.readString(path));
        assertEquals(List.of("s"), directory.names());
        assertTrue(made.stream().noneMatch(ServerSocketChannel::isOpen));
    }

    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void aSocketThatCannotBeMadeLeavesNothing(UnixProvider provider) throws IOException {
        IllegalStateException failed = assertThrows(
                IllegalStateException.class,
                () -> SocketFiles.bind(path, 0600, sockets(provider), place -> {
                    throw new IllegalStateException("no");
                }));
        assertEquals("no", failed.getMessage());
        assertEquals(List.of(), directory.names());
    }

    /** Something in the way of the first name does not make the next start forget. */
    @Test
    void aFurtherPrivateDirectoryIsFoundAgainToo() throws IOException {
        Path first = PrivateDirectory.beside(path, 106).socket().getParent();
        Files.createFile(first.resolve("other"));
        PrivateDirectory left = PrivateDirectory.beside(path, 106); // and never closed
        assertNotEquals(first, left.socket().getParent());
        PrivateDirectory.beside(path, 106).close();
        assertFalse(Files.exists(left.socket().getParent()));
        assertTrue(Files.exists(first.resolve("other")));
    }
}
