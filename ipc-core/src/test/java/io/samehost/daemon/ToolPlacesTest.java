package io.samehost.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool has one directory, in the first place that can be had, and its files are in it. */
class ToolPlacesTest {
    private static final int ROOT = 0;

    private TemporaryDirectory directory;
    private Path runtime;
    private Path runtimes;
    private Path temporary;
    private String uid;

    @BeforeEach
    void makeDirectories() throws IOException {
        directory = new TemporaryDirectory();
        runtime = Files.createDirectory(directory.resolve("xdg"));
        runtimes = Files.createDirectory(directory.resolve("run"));
        temporary = Files.createDirectory(directory.resolve("tmp"));
        uid = Integer.toUnsignedString(Users.ownUid().orElseThrow());
    }

    @AfterEach
    void removeDirectories() throws IOException {
        directory.close();
    }

    private ToolPlaces places(Path xdg) {
        return ToolPlaces.of(Map.of("XDG_RUNTIME_DIR", xdg.toString()), runtimes, temporary);
    }

    private ToolPlaces places() {
        return ToolPlaces.of(Map.of(), runtimes, temporary);
    }

    private Path inTemporary() {
        return temporary.resolve("notes-" + uid);
    }

    @Test
    void theRuntimeDirectoryOfTheUserComesFirst() throws IOException {
        Files.createDirectory(runtimes.resolve(uid));
        ToolDirectory notes = places(runtime).of("notes");
        assertEquals(runtime.resolve("notes"), notes.path());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(notes.path())));
        assertEquals(notes, places(runtime).of("notes"));
        assertEquals(Map.of("notes", notes).keySet(), named(notes));
    }

    private Set<String> named(ToolDirectory notes) throws IOException {
        Files.createFile(notes.lock());
        return places(runtime).all().keySet();
    }

    @Test
    void withoutTheVariableTheSystemsPlaceIsNextAndThenTheTemporaryDirectory() throws IOException {
        assertEquals(inTemporary(), places().of("notes").path());
        Files.createDirectory(runtimes.resolve(uid));
        assertEquals(
                runtimes.resolve(uid).resolve("notes"), places().of("notes").path());
    }

    @Test
    void aPlaceThatIsNotThereOrTooLongOrNoDirectoryIsPassedOver() throws IOException {
        assertEquals(
                inTemporary(), places(directory.resolve("missing")).of("notes").path());
        assertEquals(inTemporary(), places(Path.of("relative")).of("notes").path());
        Path longer = Files.createDirectory(directory.ofLength(100, "x"));
        assertEquals(inTemporary(), places(longer).of("notes").path());
        Files.createFile(runtime.resolve("notes"));
        assertEquals(inTemporary(), places(runtime).of("notes").path());
    }

    @Test
    void aDirectoryOfAnotherUserOrALinkIsPassedOver() throws IOException {
        Files.createSymbolicLink(runtime.resolve("notes"), temporary);
        assertEquals(inTemporary(), places(runtime).of("notes").path());
        Assumptions.assumeTrue(Users.ownUid().getAsInt() == ROOT, "only root can give a directory away");
        Files.setAttribute(runtime, "unix:uid", 12345);
        assertEquals(inTemporary(), places(runtime).of("notes").path());
        Files.setAttribute(inTemporary(), "unix:uid", 12345);
        IOException none = assertThrows(IOException.class, () -> places(runtime).of("notes"));
        assertTrue(none.getMessage().startsWith("no directory for the files of a tool: name=notes tried=["));
        assertTrue(none.getMessage().contains(inTemporary() + " (owned by 12345)"), none.getMessage());
        assertTrue(none.getMessage().endsWith("set XDG_RUNTIME_DIR to a directory of your own with a short path"));
    }

    @Test
    void aDirectoryThatOthersMayEnterIsClosedToThem() throws IOException {
        Files.createDirectory(runtime.resolve("notes"));
        Files.setPosixFilePermissions(runtime.resolve("notes"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Path path = places(runtime).of("notes").path();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "-x", "a b", "ä"})
    void aNameIsAPartOfAPath(String name) {
        assertThrows(IllegalArgumentException.class, () -> places(runtime).of(name));
    }

    @Test
    void aStateThatCannotBeReadCountsAsAbsent() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        assertEquals(Optional.empty(), DaemonState.read(notes.state()));
        DaemonState state = new DaemonState(42, Instant.parse("2026-01-02T03:04:05Z"), "1.0", "java\n-jar x");
        state.write(notes.state());
        assertEquals(
                "java -jar x", DaemonState.read(notes.state()).orElseThrow().command());
        assertEquals(42, DaemonState.read(notes.state()).orElseThrow().pid());
        Files.writeString(notes.state(), "pid x\n");
        assertEquals(Optional.empty(), DaemonState.read(notes.state()));
    }

    @Test
    void aLockIsHeldByOneOnly() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        FileLock lock = FileLock.tryAcquire(notes.lock()).orElseThrow();
        assertTrue(FileLock.isHeld(notes.lock()));
        assertFalse(notes.removeUnlessUsed());
        lock.close();
        lock.close();
        assertFalse(FileLock.isHeld(notes.lock()));
        assertTrue(notes.removeUnlessUsed());
        assertFalse(Files.exists(notes.path()));
    }

    @Test
    void aDirectoryOfAnotherProgramIsNoTools() throws IOException {
        Path other = Files.createDirectory(runtime.resolve("other"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : List.of("lock", "state", "precious")) {
            Files.writeString(other.resolve(file), file);
        }
        assertEquals(Map.of(), places(runtime).all());
        assertEquals(Optional.empty(), places(runtime).find("other"));
        assertEquals(
                temporary.resolve("other-" + uid), places(runtime).of("other").path());
        assertEquals(
                temporary.resolve("other-" + uid),
                places(runtime).find("other").orElseThrow().path());
        assertEquals("state", Files.readString(other.resolve("state")));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
    }

    @Test
    void aFileThatIsNoToolsKeepsTheDirectoryAndAllInIt() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        Files.writeString(notes.state(), "state");
        Files.writeString(notes.path().resolve("precious"), "precious");
        IOException refused = assertThrows(IOException.class, notes::removeUnlessUsed);
        assertEquals(
                "a file is not a tool's: file=" + notes.path().resolve("precious") + ", move it away",
                refused.getMessage());
        assertTrue(Files.exists(notes.state()));
        Files.delete(notes.path().resolve("precious"));
        assertTrue(notes.removeUnlessUsed());
    }

    @Test
    void whatAKilledDaemonLeavesIsRemoved() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        Files.createDirectories(notes.path().resolve(".sh-12ab/s"));
        for (String file : List.of("socket", "socket.lock", "lock", "state.new")) {
            Files.createFile(notes.path().resolve(file));
        }
        assertTrue(notes.removeUnlessUsed());
        assertFalse(Files.exists(notes.path()));
    }

    /** As systemd's is, which starts the daemon when somebody connects. */
    @Test
    void aSocketOnWhichSomebodyListensKeepsTheDirectory() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        try (ServerSocketChannel others = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            others.bind(UnixDomainSocketAddress.of(notes.socket()));
            assertFalse(notes.removeUnlessUsed());
            assertTrue(others.isOpen());
        }
        assertTrue(notes.removeUnlessUsed());
    }

    @Test
    void aNameThatNoToolMayHaveIsPassedOver() throws IOException {
        ToolDirectory notes = places(runtime).of("notes");
        Files.copy(
                notes.path().resolve(".samehost-tool"),
                Files.createDirectory(runtime.resolve(".hid")).resolve(".samehost-tool"));
        assertEquals(Set.of("notes"), places(runtime).all().keySet());
    }

    @Test
    void aLargeLogBecomesTheOldOne() throws IOException {
        DaemonLog log = new DaemonLog(places(runtime).of("notes").log());
        log.prepare();
        Files.writeString(log.file(), "x".repeat(2 << 20) + "\none\ntwo\nthree\n");
        assertEquals(List.of("two", "three"), log.tail(2, 0));
        log.prepare();
        assertEquals(0, log.sizeBytes());
        assertTrue(Files.size(log.file().resolveSibling("log.1")) > 2 << 20);
    }
}
