package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Background;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Links in a served directory: none leads out of it. */
final class ServedLinksTest extends ServedDirectoryFixture {
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
    void nobodyGetsOutByALinkThatComesAndGoes() throws Exception {
        assumeTrue(byDescriptor, "safe by descriptors only");
        tree.write("d/file", "inside");
        Files.writeString(tree.outside().resolve("file"), "secret");
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> swapping = Background.run(() -> swap(enough));

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
