package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.server.StatusException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With directory descriptors, and without them as on other systems. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(60)
class ServedDirectoryTest {
    @Parameter
    boolean byDescriptor;

    private TemporaryTree tree;
    private ServedDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        tree = new TemporaryTree();
        directory = new ServedDirectory(tree.served(), byDescriptor);
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        tree.close();
    }

    private String read(String name) throws IOException, StatusException {
        try (OpenFile file = directory.open(name)) {
            byte[] bytes = new byte[(int) file.version().sizeBytes()];
            file.readFully(bytes, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Status refusal(String name) {
        Status opened = assertThrows(
                        StatusException.class, () -> directory.open(name).close())
                .status();
        Status described =
                assertThrows(StatusException.class, () -> directory.stat(name)).status();
        assertEquals(opened, described);
        return opened;
    }

    private void assertRefused(StatusCode code, String message, String name) {
        assertEquals(Status.of(code, message), refusal(name));
    }

    private String list(String name) throws IOException, StatusException {
        return directory.list(FileRequest.parse(name.getBytes(StandardCharsets.UTF_8)));
    }

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
    void aLinkThatStaysInsideIsFollowed() throws Exception {
        tree.write("v1/file", "one");
        Files.createSymbolicLink(tree.served().resolve("latest"), Path.of("v1"));
        Files.createSymbolicLink(
                tree.served().resolve("absolute"), tree.served().resolve("v1/file"));
        Files.createSymbolicLink(tree.served().resolve("v1/up"), Path.of("../v1/file"));

        assertEquals("one", read("latest/file"));
        assertEquals("one", read("absolute"));
        assertEquals("one", read("latest/up"));
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws IOException {
        Files.writeString(tree.outside().resolve("secret"), "secret");
        Files.createSymbolicLink(tree.served().resolve("file"), tree.outside().resolve("secret"));
        Files.createSymbolicLink(tree.served().resolve("relative"), Path.of("../served-not/secret"));
        Files.createSymbolicLink(tree.served().resolve("directory"), tree.outside());
        Files.createSymbolicLink(tree.served().resolve("device"), Path.of("/dev/zero"));

        for (String name : new String[] {"file", "relative", "directory/secret", "device"}) {
            assertRefused(
                    StatusCode.PERMISSION_DENIED,
                    "symbolic link leads out of the served directory: name=" + name,
                    name);
        }
    }

    @Test
    void linksInACircleAreNotFound() throws IOException {
        Files.createSymbolicLink(tree.served().resolve("a"), Path.of("b"));
        Files.createSymbolicLink(tree.served().resolve("b"), Path.of("a"));

        assertEquals(StatusCode.NOT_FOUND, refusal("a").code());
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

    @Test
    void nobodyGetsOutByALinkThatComesAndGoes() throws Exception {
        assumeTrue(byDescriptor, "safe by descriptors only");
        tree.write("d/file", "inside");
        Files.writeString(tree.outside().resolve("file"), "secret");
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> swap(enough));

        int readInside = 0;
        for (int i = 0; i < 3000 || readInside == 0; i++) {
            try {
                assertEquals("inside", read("d/file"));
                readInside++;
            } catch (StatusException refused) {
                assertTrue(refused.status().code() != StatusCode.OK);
            }
        }
        enough.set(true);
        swapping.join();
    }

    private void swap(AtomicBoolean enough) {
        Path place = tree.served().resolve("d");
        Path aside = tree.served().resolve("aside");
        try {
            while (!enough.get()) {
                Files.move(place, aside);
                Files.createSymbolicLink(place, tree.outside());
                Files.delete(place);
                Files.move(aside, place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
