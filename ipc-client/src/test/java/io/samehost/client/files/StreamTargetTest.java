package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Background;
import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are written to and not replaced. */
@Timeout(60)
final class StreamTargetTest {
    private static final int NOBODY = 65534;
    private static final byte[] CONTENT = {1, 2, 3};

    private TemporaryDirectory directory;
    private Path open;

    @BeforeEach
    void makeADirectoryForAll() throws IOException {
        directory = new TemporaryDirectory();
        open = Files.createDirectory(directory.resolve("open"));
        Files.setAttribute(open, "unix:mode", 01777);
    }

    @AfterEach
    void delete() throws IOException {
        directory.close();
    }

    private Path pipe(String name) throws Exception {
        Path pipe = directory.resolve(name);
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private static Path giveAway(Path path) throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    private static void assertRefused(String text, Path target) {
        IOException refused = assertThrows(IOException.class, () -> RemoteFiles.openStream(target));
        assertEquals(text, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "open/p"})
    void aPipeOfOursIsWrittenTo(String name) throws Exception {
        Path pipe = pipe(name);
        var read = Background.call(() -> Files.readAllBytes(pipe));
        try (OutputStream out = RemoteFiles.openStream(pipe).orElseThrow()) {
            out.write(CONTENT);
        }
        assertArrayEquals(CONTENT, read.get());
    }

    @Test
    void aDeviceIsWrittenTo() throws Exception {
        try (OutputStream out = RemoteFiles.openStream(Path.of("/dev/null")).orElseThrow()) {
            out.write(CONTENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "file", "link"})
    void aFileIsNotOneOfThem(String name) throws Exception {
        Files.createFile(directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("new"));
        assertTrue(RemoteFiles.openStream(directory.resolve(name)).isEmpty());
    }

    @Test
    void aFileThatIsOpenIsWrittenToAtItsEndByEveryNameOfItsDescriptor() throws Exception {
        Path log = Files.write(directory.resolve("log"), CONTENT);
        try (FileChannel opened = FileChannel.open(log, StandardOpenOption.APPEND)) {
            Path link = Files.createSymbolicLink(directory.resolve("link"), descriptor(log));
            try (OutputStream out = RemoteFiles.openStream(link).orElseThrow()) {
                out.write(CONTENT);
            }
            assertTrue(opened.isOpen());
        }
        assertArrayEquals(new byte[] {1, 2, 3, 1, 2, 3}, Files.readAllBytes(log));
    }

    private static Path descriptor(Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(path -> leadsTo(path, file)).findFirst().orElseThrow();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void aDescriptorThatIsNotOpenIsNoFileToMake() {
        assertThrows(IOException.class, () -> RemoteFiles.openStream(Path.of("/dev/fd/999999")));
    }

    @ParameterizedTest
    @CsvSource({"01777", "0777"})
    void aPipeThatAnotherUserLeftInADirectoryForAllIsRefused(String mode) throws Exception {
        Files.setAttribute(open, "unix:mode", Integer.parseInt(mode, 8));
        Path pipe = giveAway(pipe("open/p"));

        assertRefused(
                "another user's pipe or device is not written to: target=" + pipe + ", choose another name", pipe);
    }

    @Test
    void aLinkThatAnotherUserLeftInADirectoryForAllIsNotFollowed() throws Exception {
        pipe("p");
        Path link = giveAway(Files.createSymbolicLink(open.resolve("link"), directory.resolve("p")));

        assertRefused(
                "another user's symbolic link is not followed: target=" + link + " link=" + link
                        + ", name the file itself",
                link);
    }

    @Test
    void aLinkOfOursToAPipeThatAnotherUserLeftIsRefused() throws Exception {
        Path pipe = giveAway(pipe("open/p"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);

        assertRefused(
                "another user's pipe or device is not written to: target=" + link + ", choose another name", link);
    }

    @Test
    void theOwnerOfADirectoryMayHaveAPipeThere() throws Exception {
        Path pipe = giveAway(pipe("open/p"));
        giveAway(open);
        var read = Background.call(() -> Files.readAllBytes(pipe));
        Optional<OutputStream> out = RemoteFiles.openStream(pipe);
        out.orElseThrow().close();
        assertEquals(0, read.get().length);
    }
}
