package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads into a directory where another user has left things. */
@Timeout(60)
class DownloadSafetyTest {
    private static final int NOBODY = 65534;

    private FilesFixture fixture;
    private byte[] content;

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start();
        content = fixture.serve("a", 100_000, 1);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private void download() throws Exception {
        fixture.files().download("a", fixture.here("a"), DownloadListener.NONE);
        assertArrayEquals(content, Files.readAllBytes(fixture.here("a")));
    }

    private static void makePipe(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.part", ".a.part.version"})
    void aLinkIsNotWrittenThrough(String name) throws Exception {
        Path victim = Files.writeString(fixture.here("victim"), "precious");
        Files.createSymbolicLink(fixture.here(name), victim);

        download();

        assertEquals("precious", Files.readString(victim));
        assertTrue(Files.isSymbolicLink(fixture.here(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.part", ".a.part.version"})
    void aSecondNameOfAFileIsNotWrittenTo(String name) throws Exception {
        Path victim = OwnFileFixture.write(fixture.here("victim"), "precious");
        Files.createLink(fixture.here(name), victim);

        download();

        assertEquals("precious", Files.readString(victim));
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.part", ".a.part.version"})
    void aPipeHoldsNobodyUp(String name) throws Exception {
        makePipe(fixture.here(name));

        download();
    }

    @Test
    void aPartThatOthersMayWriteIsLeftAlone() throws Exception {
        Path planted = Files.createFile(fixture.here(".a.part"));
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rw-rw-rw-"));

        download();

        assertEquals(0, Files.size(planted));
        assertFalse(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.here("a")))
                .endsWith("w-"));
    }

    @Test
    void aPartOfAnotherUserIsLeftAlone() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Path planted = OwnFileFixture.write(fixture.here(".a.part"), "");
        Files.setAttribute(planted, "unix:uid", NOBODY);

        download();

        assertEquals(0, Files.size(planted));
        assertEquals(0, Files.getAttribute(fixture.here("a"), "unix:uid"));
    }

    @Test
    void aTargetOfOursKeepsItsMode() throws Exception {
        Path old = Files.createFile(fixture.here("a"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-rw-"));

        download();

        assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(old)));
    }

    @Test
    void aTargetThatAnotherUserLeftDoesNotChooseTheMode() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Path made = Files.createFile(fixture.here("made"));
        Path planted = Files.createFile(fixture.here("a"));
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setAttribute(planted, "unix:uid", NOBODY);

        download();

        assertEquals(0, Files.getAttribute(planted, "unix:uid"));
        assertEquals(Files.getPosixFilePermissions(made), Files.getPosixFilePermissions(planted));
    }

    @Test
    void aPartIsForItsOwnerAloneAndATargetAsTheUmaskSays() throws Exception {
        fixture.interruptAt(1000, "a", fixture.here("a"));
        for (String name : fixture.names()) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.here(name))));
        }

        download();

        Path made = Files.createFile(fixture.here("made"));
        assertEquals(Files.getPosixFilePermissions(made), Files.getPosixFilePermissions(fixture.here("a")));
    }

    @ParameterizedTest
    @CsvSource({"1777, victim, a", "1777, ., a/victim", "2770, victim, a", "770, ., a/victim"})
    void anotherUsersLinkInADirectoryForOthersTooIsNotFollowed(String mode, String leadsTo, String name)
            throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives links away");
        Path open = Files.createDirectory(fixture.here("open"));
        Files.setAttribute(open, "unix:mode", Integer.parseInt(mode, 8));
        Path victim = Files.writeString(fixture.here("victim"), "precious");
        Path link = Files.createSymbolicLink(open.resolve("a"), fixture.here(leadsTo));
        Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Path target = open.resolve(name);

        IOException refused =
                assertThrows(IOException.class, () -> fixture.files().download("a", target, DownloadListener.NONE));

        assertEquals(
                "another user's symbolic link is not followed: target=" + target + " link=" + link
                        + ", name the file itself",
                refused.getMessage());
        assertEquals("precious", Files.readString(victim));
    }

    @Test
    void throughALinkAFileIsMadeThatWasNotThere() throws Exception {
        Path link = Files.createSymbolicLink(fixture.here("link"), Path.of("later"));

        fixture.files().download("a", link, DownloadListener.NONE);

        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(content, Files.readAllBytes(fixture.here("later")));
    }

    @Test
    void aLinkThatLeadsNowhereSaysWhereTo() throws Exception {
        Path link = Files.createSymbolicLink(fixture.here("link"), Path.of("gone/later"));

        IOException nowhere =
                assertThrows(IOException.class, () -> fixture.files().download("a", link, DownloadListener.NONE));

        assertEquals(
                "no such directory: target=" + link + " linksTo=" + fixture.here("gone/later") + ", make it first",
                nowhere.getMessage());
    }

    /** Files as we make them ourselves. */
    private static final class OwnFileFixture {
        private OwnFileFixture() {}

        static Path write(Path path, String text) throws IOException {
            Files.writeString(path, text);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return path;
        }
    }
}
