package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and lists of a served directory, and names that are refused. */
final class ServedDirectoryTest extends ServedDirectoryFixture {
    @Test
    void whatIsNoDirectoryIsNotServed() throws IOException {
        Path file = tree.write("a", "file");
        Path gone = tree.served().resolve("gone");

        assertEquals("cannot serve files: directory=" + file + " reason=no directory, or not readable", unserved(file));
        assertEquals("cannot serve files: directory=" + gone + " reason=no such directory", unserved(gone));
    }

    private String unserved(Path path) {
        return assertThrows(IOException.class, () -> new ServedDirectory(path, byDescriptor))
                .getMessage();
    }

    @Test
    void filesAreReadInTheDirectoryAndInThoseBelow() throws Exception {
        tree.write("a", "top");
        tree.write("b/c/d", "deep");

        assertEquals("top", read("a"));
        assertEquals("deep", read("b/c/d"));
        assertEquals(4, directory.stat("b/c/d").sizeBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../a",
                "b/..",
                "b/../a",
                "/etc/passwd",
                "/",
                "b//c",
                "b/",
                "./a",
                "a\0",
                "a\nb",
                "\u009b"
            })
    void whatIsNoNameIsRefusedByItsText(String name) throws IOException {
        tree.write("a", "here");
        tree.write("b/c", "here");

        assertEquals(StatusCode.INVALID_ARGUMENT, refusal(name).code());
    }

    @Test
    void dotsInsideANameAreNoMatter() throws Exception {
        tree.write("..a/b..c/...", "dotted");

        assertEquals("dotted", read("..a/b..c/..."));
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        tree.write("a", "file");

        assertRefused(StatusCode.NOT_FOUND, "no such file: name=b", "b");
        assertRefused(StatusCode.NOT_FOUND, "no such file: name=b/c", "b/c");
        assertEquals(StatusCode.NOT_FOUND, refusal("a/b").code());
    }

    @Test
    void aDirectoryIsNoFile() throws IOException {
        tree.write("a/b", "file");

        assertRefused(StatusCode.INVALID_ARGUMENT, "is a directory, which List shows: name=a", "a");
    }

    @Test
    void aPipeAndASocketAreRefusedWithoutWaiting() throws Exception {
        run("mkfifo", tree.served().resolve("odd").toString());
        assertOddRefused();
        Files.delete(tree.served().resolve("odd"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(tree.served().resolve("odd")));
            assertOddRefused();
        }
    }

    @Test
    void aDeviceIsRefused() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root makes devices");
        run("mknod", tree.served().resolve("odd").toString(), "c", "1", "5");
        assertOddRefused();
    }

    private void assertOddRefused() {
        assertRefused(
                StatusCode.PERMISSION_DENIED, "not a regular file but a device, pipe, socket or link: name=odd", "odd");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    @Test
    void aListShowsWhatCanBeHad() throws Exception {
        Files.setLastModifiedTime(tree.write("b", "12345"), FileTime.from(Instant.EPOCH));
        tree.write("a b", "1");
        tree.write("c/d", "123");
        tree.write("line\nbreak", "1");
        Files.createSymbolicLink(tree.served().resolve("e"), Path.of("b"));
        Files.createSymbolicLink(tree.served().resolve("out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(tree.served().resolve("nowhere"), Path.of("gone"));
        run("mkfifo", tree.served().resolve("pipe").toString());

        assertEquals("1 a b\n5 b\n- c/\n5 e\n", list("").replaceAll("(?m)^(\\S+) \\S+", "$1"));
        assertTrue(list("").contains("5 1970-01-01T00:00:00Z b\n"));
        assertEquals("3 d\n", list("c").replaceAll("(?m)^(\\S+) \\S+", "$1"));
    }

    @Test
    void aListOfWhatIsNoDirectoryIsRefused() throws IOException {
        tree.write("a", "file");
        Files.createSymbolicLink(tree.served().resolve("out"), tree.outside());

        assertEquals(StatusCode.INVALID_ARGUMENT, code("a"));
        assertEquals(StatusCode.INVALID_ARGUMENT, code(".."));
        assertEquals(StatusCode.NOT_FOUND, code("b"));
        assertEquals(StatusCode.PERMISSION_DENIED, code("out"));
    }

    private StatusCode code(String name) {
        return assertThrows(StatusException.class, () -> list(name)).status().code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "touch", "replace", "delete"})
    void anOpenFileNoticesThatItChanges(String how) throws Exception {
        Path path = tree.write("a", "before");
        try (OpenFile file = directory.open("a")) {
            file.requireUnchanged();
            change(path, how);

            StatusException changed = assertThrows(StatusException.class, file::requireUnchanged);
            assertEquals(
                    Status.of(StatusCode.ABORTED, "file changed while it was read: name=a, try again"),
                    changed.status());
        }
    }

    private void change(Path path, String how) throws IOException {
        switch (how) {
            case "append" -> Files.writeString(path, "more", StandardOpenOption.APPEND);
            case "touch" -> Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
            case "replace" -> Files.move(tree.write("b", "before"), path, StandardCopyOption.ATOMIC_MOVE);
            default -> Files.delete(path);
        }
    }
}
