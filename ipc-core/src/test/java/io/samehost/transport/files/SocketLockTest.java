package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixProvider;
import io.samehost.transport.ChildProcess;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock file beside a socket, and the close that gives both up. */
final class SocketLockTest extends SocketFilesFixture {
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
    void aLockFileThatHasAnotherNameIsNotWrittenTo() throws IOException {
        Path pid = Files.writeString(directory.resolve("daemon.pid"), "1234\n");
        Path lock = Files.createLink(directory.resolve("s.lock"), pid);
        ListenFailedException failed = assertRefused(Reason.OTHER, path);
        assertEquals(
                "lock file is not ours: lock=" + lock + " is=file with another name, move it away",
                failed.getMessage());
        assertEquals("1234\n", Files.readString(pid));
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
}
