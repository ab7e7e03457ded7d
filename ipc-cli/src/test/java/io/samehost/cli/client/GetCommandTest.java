package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.Client;
import io.samehost.client.files.DownloadListener;
import io.samehost.client.files.RemoteFiles;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ipc-client get}: targets and exit statuses. */
final class GetCommandTest extends GetCommandFixture {
    @Test
    void aFileIsDownloadedAndNothingIsAnimatedWhereNobodyWatches() throws IOException {
        assertEquals(0, get("directory/a", here("b")));

        assertEquals("content", Files.readString(here("b")));
        assertEquals("", out.toString());
        assertTrue(
                err.toString()
                        .matches("done: file=" + here("b")
                                + " sizeBytes=7 sha256=ed7002b4\\S+ seconds=\\S+ MB/s=\\S+\n"),
                err::toString);
    }

    @Test
    void inADirectoryItHasItsOwnName() throws IOException {
        assertEquals(0, get("directory/a", here("")));

        assertEquals("content", Files.readString(here("a")));
    }

    @Test
    void programsGetALineOfJson() {
        assertEquals(0, get("--json", "directory/a", "-o", here("b").toString()));

        assertEquals("", err.toString());
        assertTrue(
                out.toString()
                        .startsWith("{\"event\":\"downloaded\",\"name\":\"directory/a\",\"file\":\"" + here("b")
                                + "\",\"sizeBytes\":7,\"resumedAtBytes\":0,\"sha256\":\"ed7002b4"),
                out::toString);
    }

    @Test
    void whatIsThereAlreadyIsNotDownloadedAgain() throws IOException {
        Files.writeString(here("b"), "content");
        Object key = Files.getAttribute(here("b"), "unix:ino");

        assertEquals(0, get("directory/a", here("b")));

        assertEquals(key, Files.getAttribute(here("b"), "unix:ino"));
        assertTrue(
                err.toString()
                        .matches("same already: file=" + here("b")
                                + " sizeBytes=7 sha256=ed7002b4\\S+, nothing was downloaded\n"),
                err::toString);
        assertEquals(0, get("--json", "directory/a", "-o", here("b").toString()));
        assertTrue(out.toString().contains("\"receivedBytes\":0,"), out::toString);
    }

    @Test
    void ofTheSameSizeButAnotherContentItIs() throws IOException {
        Files.writeString(here("b"), "contenT");

        assertEquals(0, get("directory/a", here("b")));

        assertEquals("content", Files.readString(here("b")));
        assertTrue(err.toString().startsWith("done: "), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"gone, 69", "../a, 67", "directory, 67", "out, 71"})
    void theExitStatusTellsWhatTheServerSaid(String name, int status) throws IOException {
        Files.writeString(here("b"), "old");

        assertEquals(status, get(name, here("b")));

        assertEquals("old", Files.readString(here("b")));
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"..", "directory/", "."})
    void whatNamesNoFileIsAMisuse(String name) {
        assertEquals(2, get(name));
    }

    @Test
    void aTargetThatIsBeingDownloadedToIsLeftAlone() throws Exception {
        DownloadListener downloadingTwice = new DownloadListener() {
            @Override
            public void received(long totalBytes) {
                assertEquals(1, get("directory/a", here("b")));
            }
        };
        try (Client client = Client.connect(address())) {
            new RemoteFiles(client).download("directory/a", here("b"), downloadingTwice);
        }

        assertEquals(
                "ipc-client: another download to the same target is under way: part=" + here(".b.part") + "\n",
                err.toString());
        assertEquals("content", Files.readString(here("b")));
    }

    @Test
    void aServerThatIsNotThereIsExitStatus3() throws IOException {
        server.close();

        assertEquals(3, get("directory/a", here("b")));
    }

    @Test
    void aDirectoryThatIsNotThereIsNoFile() {
        assertEquals(2, get("directory/a", "-o", here("new") + "/"));

        assertFalse(Files.exists(here("new")));
        assertTrue(
                err.toString().contains("no such directory: output=" + here("new") + "/, make it first"),
                err::toString);
    }
}
