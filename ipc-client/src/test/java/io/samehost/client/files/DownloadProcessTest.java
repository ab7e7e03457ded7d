package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.Client;
import io.samehost.client.ConnectionClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes, killed in the middle, and with little memory. */
@Timeout(120)
class DownloadProcessTest {
    private static final long GIB = 1L << 30;

    private FilesFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private JavaProcess serve(String... jvmOptions) throws IOException {
        JavaProcess server = JavaProcess.start(
                List.of(jvmOptions),
                FilesProgram.class,
                address(),
                fixture.served("a").getParent());
        assertEquals("ready " + address(), server.line());
        return server;
    }

    private String address() {
        return "unix:" + fixture.here("s");
    }

    @Test
    void aDownloadGoesOnAfterItsServerWasKilled() throws Exception {
        byte[] content = fixture.serve("a", 20_000_000, 1);
        Path target = fixture.here("a");
        try (JavaProcess server = serve()) {
            DownloadListener killing = new DownloadListener() {
                @Override
                public void received(long totalBytes) {
                    if (totalBytes > 5_000_000) {
                        server.kill();
                    }
                }
            };
            try (Client client = Client.connect(address())) {
                assertThrows(
                        ConnectionClosedException.class, () -> new RemoteFiles(client).download("a", target, killing));
            }
        }

        try (JavaProcess again = serve();
                Client client = Client.connect(address())) {
            assertTrue(new RemoteFiles(client)
                            .download("a", target, DownloadListener.NONE)
                            .resumedAtBytes()
                    > 5_000_000);
            again.kill();
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aDownloadGoesOnAfterItsClientWasKilled() throws Exception {
        byte[] content = fixture.serve("a", 20_000_000, 1);
        Path target = fixture.here("a");
        try (JavaProcess client = JavaProcess.start(HalfWay.class, fixture.address(), target)) {
            assertEquals("half way", client.line());
            IOException locked =
                    assertThrows(IOException.class, () -> fixture.files().download("a", target, DownloadListener.NONE));
            assertTrue(locked.getMessage().startsWith("another download to the same target"), locked::toString);
        }

        assertTrue(fixture.files().download("a", target, DownloadListener.NONE).resumedAtBytes() >= 10_000_000);
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    /** Downloads half of the file, says so, and waits to be killed. */
    static final class HalfWay implements DownloadListener {
        private HalfWay() {}

        public static void main(String[] args) throws Exception {
            try (Client client = Client.connect(args[0])) {
                new RemoteFiles(client).download("a", Path.of(args[1]), new HalfWay());
            }
        }

        @Override
        public void received(long totalBytes) {
            if (totalBytes >= 10_000_000) {
                System.out.println("half way");
                try {
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Test
    void aFileLargerThanMemoryPassesThrough() throws Exception {
        passThroughSmallMemory(GIB);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void fiveGibibytesPassThroughSmallMemory() throws Exception {
        passThroughSmallMemory(5 * GIB);
    }

    private void passThroughSmallMemory(long sizeBytes) throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(fixture.served("a").toFile(), "rw")) {
            sparse.setLength(sizeBytes);
            sparse.seek(sizeBytes - 1);
            sparse.write('x');
        }
        long begin = System.nanoTime();
        try (JavaProcess server = serve("-Xmx64m");
                JavaProcess client = JavaProcess.start(List.of("-Xmx64m"), Discarding.class, address())) {
            assertEquals(sizeBytes + " bytes", client.line());
            server.kill();
        }
        System.out.printf("MB/s=%.0f%n", sizeBytes / 1e6 / ((System.nanoTime() - begin) / 1e9));
    }

    /** Downloads, checks, and keeps nothing: a disk need not hold what is sparse at its source. */
    static final class Discarding {
        private Discarding() {}

        public static void main(String[] args) throws Exception {
            try (Client client = Client.connect(args[0])) {
                Downloaded done =
                        new RemoteFiles(client).copy("a", OutputStream.nullOutputStream(), DownloadListener.NONE);
                System.out.println(done.file().sizeBytes() + " bytes");
            }
        }
    }
}
