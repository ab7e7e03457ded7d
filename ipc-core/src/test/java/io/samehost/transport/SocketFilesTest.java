package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.transport.ListenFailedException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

@Timeout(30)
final class SocketFilesTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private ShortDirectory directory;
    private Path path;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new ShortDirectory();
        path = directory.resolve("s");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    private static UnixAddress address(Path path, UnixProvider provider) {
        return new UnixAddress(path.toString(), false, provider);
    }

    private static ListeningSocket listen(Path path) throws IOException {
        return Transports.listen(address(path, UnixProvider.ANY), ListenOptions.DEFAULT);
    }

    private static void assertServes(Path path) throws IOException {
        Transports.connect(address(path, UnixProvider.ANY), TIMEOUT_NANOS).close();
    }

    private static ListenFailedException assertRefused(Reason reason, Path path) {
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> listen(path));
        assertEquals(reason, failed.reason(), failed.getMessage());
        return failed;
    }

    /** A server of somebody else, without a lock. */
    private static ServerSocketChannel foreignServer(Path path, int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), backlog);
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    // what is in the way

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
        try (ShortDirectory temporary = new ShortDirectory()) {
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
    void theModeHoldsFromTheFirstInstant(UnixProvider provider) throws Exception {
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

    // lock

    @Test
    void theLockFileHoldsOurPidAndIsOursAlone() throws IOException {
        Path lock = directory.resolve("s.lock");
        try (ListeningSocket socket = listen(path)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
            assertEquals(ownPid().length() + 1, Files.size(lock));
            assertTrue(socket.channel().isOpen());
        }
        assertFalse(Files.exists(lock));
    }

    @Test
    void aSecondListenerInThisProcessNamesUsAndLeavesTheLockHeld() throws Exception {
        try (ListeningSocket socket = listen(path);
                ChildProcess child = ChildProcess.start()) {
            assertTrue(assertRefused(Reason.IN_USE, path).getMessage().contains("in use by pid " + ownPid()));
            assertTrue(child.ask("listen " + socket.address() + " 600")
                    .startsWith("IN_USE address is in use by pid " + ownPid() + ":"));
            assertServes(path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1\n", "4194304\n"})
    void aLockFileThatACrashLeftIsTakenOver(String content) throws IOException {
        Path lock = Files.writeString(directory.resolve("s.lock"), content);
        try (ListeningSocket socket = listen(path)) {
            assertEquals(ownPid().length() + 1, Files.size(lock));
            assertServes(path);
            assertTrue(socket.channel().isOpen());
        }
        assertEquals(List.of(), directory.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my notes", "1", "12\n13\n", "123456789012345\n", "\n"})
    void aLockFileWithOtherContentIsRefusedAndKept(String content) throws IOException {
        Path lock = Files.writeString(directory.resolve("s.lock"), content);
        ListenFailedException failed = assertRefused(Reason.OTHER, path);
        assertEquals(
                "lock file is not ours: lock=" + lock + " is=file with other content, move it away",
                failed.getMessage());
        assertEquals(content, Files.readString(lock));
    }

    @Test
    void aSymbolicLinkForALockFileIsNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "");
        Files.createSymbolicLink(directory.resolve("s.lock"), victim);
        assertRefused(Reason.OTHER, path);
        assertEquals(0, Files.size(victim));
        assertEquals(List.of("s.lock", "victim"), directory.names());
    }

    @Test
    void aDirectoryForALockFileIsRefused() throws IOException {
        Files.createDirectory(directory.resolve("s.lock"));
        assertTrue(assertRefused(Reason.OTHER, path).getMessage().contains("is=directory"));
    }

    @Test
    void aRefusedPathCanBeTakenLater() throws IOException {
        Files.createFile(path);
        assertRefused(Reason.NOT_A_SOCKET, path);
        Files.delete(path);
        listen(path).close();
    }

    // close

    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void closeLeavesASocketThatIsNotOurs(UnixProvider provider) throws IOException {
        ListeningSocket socket = Transports.listen(address(path, provider), ListenOptions.DEFAULT);
        Files.delete(path);
        try (ServerSocketChannel other = foreignServer(path, 5)) {
            socket.close();
            assertServes(path);
            assertTrue(other.isOpen());
        }
    }

    @Test
    void closeLeavesALockFileThatIsNotOurs() throws IOException {
        ListeningSocket socket = listen(path);
        Path lock = directory.resolve("s.lock");
        Files.delete(lock);
        Files.writeString(lock, "somebody's");
        socket.close();
        assertEquals("somebody's", Files.readString(lock));
    }

    @Test
    void closeReleasesTheLockEvenIfTheFilesAreGone() throws IOException {
        Path sub = Files.createDirectory(directory.resolve("d"));
        ListeningSocket socket = listen(sub.resolve("s"));
        Files.delete(sub.resolve("s"));
        Files.delete(sub.resolve("s.lock"));
        socket.close();
        listen(sub.resolve("s")).close();
    }

    @Test
    void everyStepOfACloseIsTriedAndEveryFailureReported() {
        IOException failed = assertThrows(
                IOException.class,
                () -> Closing.all(
                        () -> {
                            throw new IOException("first");
                        },
                        () -> {
                            throw new IllegalStateException("second");
                        }));
        assertEquals("first", failed.getMessage());
        assertEquals("second", failed.getSuppressed()[0].getMessage());
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
