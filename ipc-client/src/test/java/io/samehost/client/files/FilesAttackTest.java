package io.samehost.client.files;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.ClientStream;
import io.samehost.server.EngineKind;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and files that are made to hold up a server of files, to fill it or to lead it astray. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(60)
final class FilesAttackTest {
    private static final String SERVICE = "samehost.Files";
    private static final long TEBIBYTE = 1L << 40;

    @Parameter
    EngineKind engine;

    private FilesFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start("unix:%s/s", engine);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertServes() throws Exception {
        byte[] content = fixture.serve("good", 1000, 1);
        fixture.files().download("good", fixture.here("good"), DownloadListener.NONE);
        assertArrayEquals(content, Files.readAllBytes(fixture.here("good")));
    }

    private CallException refused(String method, byte[] request) {
        return assertThrows(CallException.class, () -> fixture.client().call(SERVICE, method, request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"List", "Stat", "Digest"})
    void aNameAsLongAsAFrameIsRefusedInAFewWords(String method) throws Exception {
        for (String name : List.of("n".repeat(64 << 10), "n".repeat(4_000_000), "n/".repeat(30_000) + "n")) {
            assertEquals(
                    "INVALID_ARGUMENT: request is too long, ask for a shorter name: lengthBytes=" + name.length()
                            + " limitBytes=8192",
                    refused(method, bytes(name)).getMessage());
        }
        assertEquals(
                StatusCode.NOT_FOUND,
                refused(method, bytes("n".repeat(8000))).status().code());
        assertServes();
    }

    @Test
    void aRequestOfManyLinesIsRefused() throws Exception {
        assertEquals(
                StatusCode.INVALID_ARGUMENT,
                refused("Stat", bytes("a\n".repeat(2_000_000))).status().code());
        assertServes();
    }

    @Test
    void aDirectoryWithoutEndIsNotListed() throws Exception {
        Path many = Files.createDirectory(fixture.served("many"));
        for (int i = 0; i < 30_000; i++) {
            Files.createFile(many.resolve("a name of some length, so that fewer of them do " + i));
        }
        CallException refused = refused("List", bytes("many"));
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, refused.status().code());
        assertServes();
    }

    private void serveTebibyte() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(fixture.served("huge").toFile(), "rw")) {
            sparse.setLength(TEBIBYTE);
        }
    }

    /** Descriptors of this process for files that are served. */
    private boolean isReading() throws IOException {
        List<Path> descriptors;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            descriptors = all.toList();
        }
        for (Path descriptor : descriptors) {
            if (Files.exists(descriptor) && Files.readSymbolicLink(descriptor).equals(fixture.served("huge"))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whoLeavesInTheMiddleOfATebibyteLeavesNothingOpen() throws Exception {
        serveTebibyte();
        List<ClientStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streams.add(fixture.client().serverStream(SERVICE, "Read", bytes("huge"), CallOptions.DEFAULT));
            assertEquals(64 << 10, streams.get(i).receive().orElseThrow().length);
        }
        assertTrue(isReading());
        for (ClientStream stream : streams) {
            stream.close();
        }
        await().until(() -> !isReading());
        assertServes();
    }

    @Test
    void aDigestOfATebibyteEndsWithItsDeadline() throws Exception {
        serveTebibyte();
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));
        assertThrows(CallException.class, () -> fixture.client().call(SERVICE, "Digest", bytes("huge"), soon));
        await().until(() -> !isReading());
        assertServes();
    }

    /** Another user that may write to the directory swaps the file while it is sent. */
    @ParameterizedTest
    @ValueSource(strings = {"pipe", "directory", "device", "link", "shorter", "longer", "gone"})
    void aFileThatBecomesSomethingElseEndsTheDownloadAndIsNotOpened(String kind) throws Exception {
        fixture.serve("a", 40 << 20, 1);
        DownloadListener swapping = new DownloadListener() {
            private boolean swapped;

            @Override
            public void received(long totalBytes) {
                if (!swapped) {
                    swapped = true;
                    swap(kind);
                }
            }
        };
        CallException refused =
                assertThrows(CallException.class, () -> fixture.files().download("a", fixture.here("a"), swapping));
        assertEquals(StatusCode.ABORTED, refused.status().code());
        assertEquals(List.of(".a.part", ".a.part.version"), fixture.names());
        assertBegunAnew();
        assertServes();
    }

    /** A name that is still a file's is sent from its beginning; every other one is refused. */
    private void assertBegunAnew() throws Exception {
        if (Files.isRegularFile(fixture.served("a"), LinkOption.NOFOLLOW_LINKS)) {
            Downloaded done = fixture.files().download("a", fixture.here("a"), DownloadListener.NONE);
            assertEquals(0, done.resumedAtBytes());
            assertEquals(-1, Files.mismatch(fixture.served("a"), fixture.here("a")));
        } else {
            assertThrows(
                    CallException.class, () -> fixture.files().download("a", fixture.here("a"), DownloadListener.NONE));
        }
    }

    private void swap(String kind) {
        Path file = fixture.served("a");
        try {
            switch (kind) {
                case "shorter" -> truncate(file, 1 << 20);
                case "longer" -> truncate(file, 50 << 20);
                case "gone" -> Files.delete(file);
                case "pipe" -> replace(file, "mkfifo");
                case "directory" -> replace(file, "mkdir");
                case "device" -> replace(file, "ln", "-s", "/dev/zero");
                default -> replace(file, "ln", "-s", "/etc/passwd");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void truncate(Path file, long sizeBytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(sizeBytes);
        }
    }

    private static void replace(Path file, String... command) throws IOException, InterruptedException {
        Path other = file.resolveSibling("other");
        List<String> words = new ArrayList<>(List.of(command));
        words.add(other.toString());
        assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor());
        Files.delete(file);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
