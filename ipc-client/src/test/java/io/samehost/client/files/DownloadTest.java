package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Downloads apart from their transport: the target, the part, the lock. */
@Timeout(60)
class DownloadTest {
    private FilesFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private Downloaded download(String name, Path target) throws Exception {
        return fixture.files().download(name, target, DownloadListener.NONE);
    }

    @Test
    void aTargetKeepsItsPermissions() throws Exception {
        byte[] content = fixture.serve("a", 1000, 1);
        Path target = Files.writeString(fixture.here("a"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw----"));

        download("a", target);

        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void throughALinkWhatItLinksToIsReplaced() throws Exception {
        byte[] content = fixture.serve("a", 1000, 1);
        Files.writeString(fixture.here("real"), "old");
        Path link = Files.createSymbolicLink(fixture.here("link"), Path.of("real"));

        download("a", link);

        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(content, Files.readAllBytes(fixture.here("real")));
    }

    @Test
    void whatIsNoRegularFileIsNotReplaced() throws IOException {
        fixture.serve("a", 1000, 1);

        IOException device = assertThrows(IOException.class, () -> download("a", Path.of("/dev/null")));
        IOException nowhere = assertThrows(IOException.class, () -> download("a", fixture.here("no/a")));

        assertEquals("target is no regular file, and is not replaced: target=/dev/null", device.getMessage());
        assertEquals("no such directory: target=" + fixture.here("no/a") + ", make it first", nowhere.getMessage());
    }

    @Test
    void aSecondDownloadToTheSameTargetIsRefusedAndDisturbsNothing() throws Exception {
        byte[] content = fixture.serve("a", 3_000_000, 1);
        Path target = fixture.here("a");
        AtomicReference<IOException> second = new AtomicReference<>();
        DownloadListener trying = new DownloadListener() {
            @Override
            public void started(RemoteFile file, long resumedAtBytes) {
                second.set(assertThrows(IOException.class, () -> download("a", target)));
            }
        };

        fixture.files().download("a", target, trying);

        assertEquals(
                "another download to the same target is under way: part=" + RemoteFiles.partOf(target),
                second.get().getMessage());
        assertArrayEquals(content, Files.readAllBytes(target));
        download("a", target);
    }

    @Test
    void aDamagedPartIsFoundOutAndThrownAway() throws Exception {
        byte[] content = fixture.serve("a", 3_000_000, 1);
        Path target = Files.writeString(fixture.here("a"), "old");
        fixture.interruptAt(1_000_000, "a", target);
        try (FileChannel part = FileChannel.open(RemoteFiles.partOf(target), StandardOpenOption.WRITE)) {
            part.write(ByteBuffer.wrap(new byte[5000]), 1000);
        }

        DamagedDownloadException damaged = assertThrows(DamagedDownloadException.class, () -> download("a", target));

        assertTrue(damaged.getMessage().startsWith("downloaded file is damaged: name=a sha256="), damaged::toString);
        assertEquals("old", Files.readString(target));
        assertEquals(List.of("a"), fixture.names());
        assertEquals(0, download("a", target).resumedAtBytes());
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aPartWithoutItsVersionIsNotTrusted() throws Exception {
        byte[] content = fixture.serve("a", 3_000_000, 1);
        Path target = fixture.here("a");
        fixture.interruptAt(1_000_000, "a", target);
        Files.writeString(fixture.here(".a.part.version"), "x".repeat(1000));

        assertEquals(0, download("a", target).resumedAtBytes());
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void anInterruptOfTheThreadLeavesThePartForLater() throws Exception {
        fixture.serve("a", 3_000_000, 1);
        Path target = fixture.here("a");
        DownloadListener interrupting = new DownloadListener() {
            @Override
            public void received(long totalBytes) {
                if (totalBytes > 1_000_000) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        assertThrows(Exception.class, () -> fixture.files().download("a", target, interrupting));
        assertTrue(Thread.interrupted());

        assertTrue(download("a", target).resumedAtBytes() > 1_000_000);
    }

    @Test
    void aFullDiskLeavesTheOldTargetAndSaysSo() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts");
        fixture.serve("a", 3_000_000, 1);
        Path disk = Files.createDirectory(fixture.here("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString()) == 0, "mount is not allowed");
        try {
            Path target = Files.writeString(disk.resolve("a"), "old");

            IOException full = assertThrows(IOException.class, () -> download("a", target));

            assertEquals(
                    "cannot write, the target is as it was: target=" + target + " part=" + disk.resolve(".a.part")
                            + " reason=No space left on device, run it again to continue",
                    full.getMessage());
            assertEquals("old", Files.readString(target));
        } finally {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void aStreamThatTakesNothingEndsACopy() throws Exception {
        fixture.serve("a", 3_000_000, 1);

        try (OutputStream full = new FileOutputStream("/dev/full")) {
            IOException failed =
                    assertThrows(IOException.class, () -> fixture.files().copy("a", full, DownloadListener.NONE));
            assertEquals("No space left on device", failed.getMessage());
        }
    }
}
