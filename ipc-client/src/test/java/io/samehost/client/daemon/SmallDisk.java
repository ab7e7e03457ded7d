package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.fixture.Tools;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A file system in memory that can be filled. Only root can have it. */
final class SmallDisk implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;

    private final Path path;

    SmallDisk(Path path) throws IOException {
        Tools.requireThat(Users.ownUid().equals(OptionalInt.of(0)), "only root can mount");
        Tools.requireThat(
                run("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", path.toString()) == 0,
                "mount is not allowed");
        this.path = path;
    }

    /** Until there is no room for another byte. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(path.resolve("full"))) {
            while (true) {
                out.write(new byte[PAGE_BYTES]);
            }
        } catch (IOException e) {
            assertEquals("No space left on device", e.getMessage());
        }
    }

    void makeRoom() throws IOException {
        Files.delete(path.resolve("full"));
    }

    @Override
    public void close() throws IOException {
        Processes.killAll(path);
        assertEquals(0, run("umount", path.toString()));
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    }
}
