package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that has the content already, and what a server lists. */
@Timeout(60)
final class SameFileTest {
    private static final int NOBODY = 65534;

    private final List<String> heard = new ArrayList<>();
    private FilesFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private Downloaded download(Path target) throws Exception {
        return fixture.files().download("a", target, new DownloadListener() {
            @Override
            public void comparing(RemoteFile file) {
                heard.add("comparing");
            }

            @Override
            public void started(RemoteFile file, long resumedAtBytes) {
                heard.add("started");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3_000_000})
    void aTargetWithThisContentIsLeftAsItIs(int lengthBytes) throws Exception {
        byte[] content = fixture.serve("a", lengthBytes, 1);
        Path target = Files.write(fixture.here("a"), content);
        Object before = Files.getAttribute(target, "unix:ino");

        Downloaded done = download(target);

        assertTrue(done.wasThere());
        assertEquals(0, done.receivedBytes());
        assertEquals(before, Files.getAttribute(target, "unix:ino"));
        assertEquals(List.of("comparing"), heard);
        assertEquals(List.of("a"), fixture.names());
    }

    @Test
    void aTargetOfThisSizeWithAnotherContentIsReplaced() throws Exception {
        byte[] content = fixture.serve("a", 3_000_000, 1);
        byte[] other = content.clone();
        other[other.length - 1]++;
        Path target = Files.write(fixture.here("a"), other);

        assertFalse(download(target).wasThere());

        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(List.of("comparing", "started"), heard);
    }

    @Test
    void aTargetOfAnotherSizeIsNotEvenRead() throws Exception {
        fixture.serve("a", 1000, 1);
        Files.write(fixture.here("a"), new byte[999]);

        download(fixture.here("a"));

        assertEquals(List.of("started"), heard);
    }

    @Test
    void theEqualFileOfAnotherUserIsReplacedByOurs() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        byte[] content = fixture.serve("a", 1000, 1);
        Path target = Files.write(fixture.here("a"), content);
        Files.setAttribute(target, "unix:uid", NOBODY);

        assertFalse(download(target).wasThere());

        assertEquals(0, Files.getAttribute(target, "unix:uid"));
    }

    @Test
    void aPartThatIsOfNoUseAnyMoreGoes() throws Exception {
        byte[] content = fixture.serve("a", 3_000_000, 1);
        fixture.interruptAt(1_000_000, "a", fixture.here("a"));
        assertTrue(Files.exists(fixture.here(".a.part")));
        Files.write(fixture.here("a"), content);

        assertTrue(download(fixture.here("a")).wasThere());

        assertEquals(List.of("a"), fixture.names());
    }

    @Test
    void aListNamesFilesAsTheyAreDownloaded() throws Exception {
        fixture.serve("a", 7, 1);
        Files.createDirectories(fixture.served("sub/deep"));
        fixture.serve("sub/b c", 9, 1);

        List<RemoteEntry> top = fixture.files().list("");
        List<RemoteEntry> sub = fixture.files().list("sub");

        assertEquals(List.of("a", "sub"), top.stream().map(RemoteEntry::name).toList());
        assertEquals(
                List.of(false, true), top.stream().map(RemoteEntry::isDirectory).toList());
        assertEquals(
                List.of("sub/b c", "sub/deep"),
                sub.stream().map(RemoteEntry::name).toList());
        assertEquals(OptionalLong.of(9), sub.get(0).sizeBytes());
        assertEquals(fixture.files().stat("sub/b c").modified(), sub.get(0).modified());
        assertEquals(sub, fixture.files().list("sub/"));
    }
}
