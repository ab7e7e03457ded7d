package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths of sockets: their directories, and how long they may be. */
final class SocketPathTest extends SocketFilesFixture {
    // directories and lengths

    @Test
    void theDirectoryHasToBeThere() throws IOException {
        Path missing = directory.resolve("none/s");
        ListenFailedException failed = assertRefused(Reason.NO_DIRECTORY, missing);
        assertTrue(failed.getMessage().contains("directory=" + missing.getParent()), failed.getMessage());
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Files.createFile(path);
        assertRefused(Reason.NO_DIRECTORY, path.resolve("s"));
    }

    @Test
    void aDirectoryMayBeReachedByALink() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        Files.createSymbolicLink(directory.resolve("l"), Path.of("d"));
        try (ListeningSocket socket = listen(directory.resolve("l/s"))) {
            assertServes(directory.resolve("d/s"));
            assertRefused(Reason.IN_USE, directory.resolve("d/s"));
            assertTrue(socket.channel().isOpen());
        }
    }

    @Test
    void aRelativePathWorks() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(path);
        try (ListeningSocket socket = listen(relative)) {
            assertServes(relative);
            assertServes(path);
            assertEquals("unix:" + relative, socket.address().toString());
        }
        assertEquals(List.of(), directory.names());
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, 106, x", "JDK, 106, ä", "JDK, 106, 漢", "JDK, 106, \uD83D\uDE00",
        "JUNIXSOCKET, 107, x", "JUNIXSOCKET, 107, ä", "JUNIXSOCKET, 107, 漢", "JUNIXSOCKET, 107, \uD83D\uDE00",
    })
    void aPathOfExactlyTheLimitWorks(UnixProvider provider, int limitBytes, String filler) throws IOException {
        Path longest = directory.ofLength(limitBytes, filler);
        try (ListeningSocket socket = Transports.listen(address(longest, provider), ListenOptions.DEFAULT)) {
            Transports.connect(socket.address(), TIMEOUT_NANOS).close();
        }
        assertEquals(List.of(), directory.names());
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, 106, 107, x", "JDK, 106, 108, ä", "JDK, 106, 107, 漢",
        "JUNIXSOCKET, 107, 108, x", "JUNIXSOCKET, 107, 108, ä", "JUNIXSOCKET, 107, 109, 漢",
    })
    void aPathBeyondTheLimitIsRefusedWithBothNumbers(
            UnixProvider provider, int limitBytes, int lengthBytes, String filler) throws IOException {
        UnixAddress tooLong = address(directory.ofLength(lengthBytes, filler), provider);
        ListenFailedException listen =
                assertThrows(ListenFailedException.class, () -> Transports.listen(tooLong, ListenOptions.DEFAULT));
        assertEquals(Reason.PATH_TOO_LONG, listen.reason());
        String numbers = " length=" + lengthBytes + " bytes limit=" + limitBytes + " bytes ";
        assertTrue(listen.getMessage().contains(numbers), listen.getMessage());
        ConnectFailedException connect =
                assertThrows(ConnectFailedException.class, () -> Transports.connect(tooLong, TIMEOUT_NANOS));
        assertTrue(connect.getMessage().contains(numbers), connect.getMessage());
        assertEquals(List.of(), directory.names());
    }

    @Test
    void anAbstractNameBeyondTheLimitIsRefusedRatherThanCutOff() {
        UnixAddress tooLong = new UnixAddress("x".repeat(108), true, UnixProvider.ANY);
        ListenFailedException listen =
                assertThrows(ListenFailedException.class, () -> Transports.listen(tooLong, ListenOptions.DEFAULT));
        assertEquals(Reason.PATH_TOO_LONG, listen.reason());
    }

    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void aDeepDirectoryLeavesRoomForAShortName(UnixProvider provider) throws IOException {
        Path deep = Files.createDirectory(directory.ofLength(104, "ä"));
        try (TemporaryDirectory temporary = new TemporaryDirectory()) {
            String before =
                    System.setProperty("java.io.tmpdir", temporary.path().toString());
            try (ListeningSocket socket =
                    Transports.listen(address(deep.resolve("s"), provider), ListenOptions.DEFAULT)) {
                Transports.connect(socket.address(), TIMEOUT_NANOS).close();
            } finally {
                System.setProperty("java.io.tmpdir", before);
            }
            assertEquals(List.of(), temporary.names());
        }
        assertEquals(0, deep.toFile().list().length);
    }

    @Test
    void aTemporaryDirectoryThatIsTooDeepIsNamed() throws IOException {
        Path deep = Files.createDirectory(directory.ofLength(104, "x"));
        String before = System.setProperty("java.io.tmpdir", deep.toString());
        try {
            ListenFailedException failed = assertRefused(Reason.PATH_TOO_LONG, deep.resolve("s"));
            assertTrue(failed.getMessage().contains("set java.io.tmpdir to a short one"), failed.getMessage());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
        assertEquals(0, deep.toFile().list().length);
    }
}
