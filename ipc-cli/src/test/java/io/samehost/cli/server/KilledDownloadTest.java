package io.samehost.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGKILL in the middle of a download: the next one goes on from there. */
final class KilledDownloadTest extends KilledFixture {
    private static final int BIG_BYTES = 40 << 20;

    private void makeBigFile() throws IOException {
        Files.createDirectory(work.path("pub"));
        try (RandomAccessFile file =
                new RandomAccessFile(work.path("pub").resolve("big").toFile(), "rw")) {
            file.setLength(BIG_BYTES);
            file.write("begin".getBytes(UTF_8));
            file.seek(BIG_BYTES - 3);
            file.write("end".getBytes(UTF_8));
        }
    }

    private void awaitTheMiddle() {
        Path part = work.path(".big.part");
        soon().until(() -> Files.exists(part) && Files.size(part) > 0);
    }

    private void resumes(ServerProcess server) throws Exception {
        assertFalse(Files.exists(work.path("big")));
        var result = work.client("get", "--json", server.address(), "big");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().matches("(?s).*\"resumedAtBytes\":[1-9].*"), result.out());
        assertEquals(-1, Files.mismatch(work.path("pub").resolve("big"), work.path("big")));
        assertEquals(List.of(), work.names(".big"));
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:@%s, loop", "tcp:0, threads", "tcp:0, loop"})
    void aDownloadWhoseClientWasKilledGoesOnWithTheNext(String address, String engine) throws Exception {
        makeBigFile();
        ServerProcess server = serve("rpc", address, engine, "--files", "pub");
        Process client = client("get", server.address(), "big");
        awaitTheMiddle();
        kill(client);
        resumes(server);
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, loop", "unix:@%s, threads", "tcp:0, threads", "tcp:0, loop"})
    void aDownloadWhoseServerWasKilledSaysSoAndGoesOnWithTheNext(String address, String engine) throws Exception {
        makeBigFile();
        ServerProcess server = serve("rpc", address, engine, "--files", "pub");
        Workplace.Started client =
                work.start(Workplace.java(IpcClient.class, "get", server.address(), "big"), Path.of("/dev/null"));
        awaitTheMiddle();
        kill(server);
        var result = work.finish(client);
        assertEquals(78, result.exitCode(), result.err());
        assertTrue(result.err().contains("kept: part=" + work.path(".big.part") + " bytes="), result.err());
        resumes(serve("rpc", server.address(), engine, "--files", "pub"));
    }
}
