package io.samehost.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.ClientStream;
import io.samehost.server.EngineKind;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Downloads over every transport and engine. */
@ParameterizedClass
@MethodSource("everyWay")
@Timeout(60)
class DownloadContractTest {
    @Parameter(0)
    String address;

    @Parameter(1)
    EngineKind engine;

    private FilesFixture fixture;

    static Stream<Arguments> everyWay() {
        return Stream.of(
                        "unix:%s/s?provider=jdk",
                        "unix:%s/s?provider=junixsocket", "unix:@%s", "tcp:127.0.0.1:0", "tcp:[::1]:0")
                .flatMap(address -> Stream.of(EngineKind.values()).map(engine -> Arguments.of(address, engine)));
    }

    @BeforeEach
    void start() throws IOException {
        fixture = FilesFixture.start(address, engine);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private Downloaded download(String name) throws IOException, CallException {
        return fixture.files().download(name, fixture.here(name), DownloadListener.NONE);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "65536", "65537", "5000000"})
    void aFileArrivesWhole(int lengthBytes) throws Exception {
        byte[] content = fixture.serve("a", lengthBytes, 1);

        Downloaded done = download("a");

        assertArrayEquals(content, Files.readAllBytes(fixture.here("a")));
        assertEquals(List.of("a"), fixture.names());
        assertEquals(sha256(content), done.sha256());
        assertEquals(0, done.resumedAtBytes());
        assertEquals(lengthBytes, done.file().sizeBytes());
    }

    @Test
    void anInterruptedDownloadGoesOnWhereItStopped() throws Exception {
        byte[] content = fixture.serve("a", 5_000_000, 1);
        fixture.interruptAt(1_000_000, "a", fixture.here("a"));
        assertEquals(List.of(".a.part", ".a.part.version"), fixture.names());

        Downloaded done = download("a");

        assertTrue(done.resumedAtBytes() >= 1_000_000, done::toString);
        assertArrayEquals(content, Files.readAllBytes(fixture.here("a")));
        assertEquals(sha256(content), done.sha256());
        assertEquals(List.of("a"), fixture.names());
    }

    @Test
    void aDownloadThatWasInterruptedAtItsEndIsCheckedAndTakesItsPlace() throws Exception {
        byte[] content = fixture.serve("a", 100_000, 1);
        fixture.interruptAt(100_000, "a", fixture.here("a"));

        assertEquals(100_000, download("a").resumedAtBytes());
        assertArrayEquals(content, Files.readAllBytes(fixture.here("a")));
    }

    @Test
    void anotherVersionIsNotContinuedButBegunAnew() throws Exception {
        fixture.serve("a", 5_000_000, 1);
        fixture.interruptAt(1_000_000, "a", fixture.here("a"));
        byte[] content = fixture.serve("a", 6_000_000, 2);

        assertEquals(0, download("a").resumedAtBytes());
        assertArrayEquals(content, Files.readAllBytes(fixture.here("a")));
    }

    @Test
    void aFileThatChangesWhileItIsSentIsNoticed() throws Exception {
        fixture.serve("a", 30_000_000, 1);
        Files.writeString(fixture.here("a"), "old");
        Path source = fixture.served("a");
        DownloadListener changing = new DownloadListener() {
            @Override
            public void received(long totalBytes) {
                try {
                    Files.writeString(source, "x", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        CallException changed =
                assertThrows(CallException.class, () -> fixture.files().download("a", fixture.here("a"), changing));

        assertEquals(StatusCode.ABORTED, changed.status().code());
        assertEquals(
                "file changed while it was read: name=a, try again",
                changed.status().message());
        assertEquals("old", Files.readString(fixture.here("a")));
    }

    @ParameterizedTest
    @CsvSource({
        "gone,        NOT_FOUND",
        "../here,     INVALID_ARGUMENT",
        "/etc/passwd, INVALID_ARGUMENT",
        "directory,   INVALID_ARGUMENT",
        "out,         PERMISSION_DENIED",
        "device,      PERMISSION_DENIED",
    })
    void whatIsRefusedLeavesNothing(String name, StatusCode code) throws IOException {
        Files.createDirectory(fixture.served("directory"));
        Files.createSymbolicLink(fixture.served("out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(fixture.served("device"), Path.of("/dev/zero"));

        CallException refused = assertThrows(
                CallException.class, () -> fixture.files().download(name, fixture.here("a"), DownloadListener.NONE));

        assertEquals(code, refused.status().code());
        assertEquals(List.of(), fixture.names());
    }

    @Test
    void aRangeIsRead() throws Exception {
        byte[] content = fixture.serve("a", 300_000, 1);
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        byte[] request = "a\noffset 100000\nlength 150000".getBytes(StandardCharsets.UTF_8);
        try (ClientStream stream = fixture.client().serverStream("samehost.Files", "Read", request)) {
            for (byte[] message : stream) {
                read.write(message);
            }
            assertEquals(0, stream.result().length);
        }

        assertArrayEquals(Arrays.copyOfRange(content, 100_000, 250_000), read.toByteArray());
    }

    @Test
    void aListAndADigestAreCallsLikeOthers() throws Exception {
        byte[] content = fixture.serve("a", 12, 1);

        String list = call("List", "");
        String digest = call("Digest", "a");

        assertTrue(list.matches("12 \\S+Z a\n"), list);
        assertTrue(digest.startsWith("sha256 " + sha256(content) + "\nversion "), digest);
    }

    private String call(String method, String request) throws IOException, CallException {
        byte[] answer = fixture.client().call("samehost.Files", method, request.getBytes(StandardCharsets.UTF_8));
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void aCopyGoesToAStream() throws Exception {
        byte[] content = fixture.serve("a", 200_000, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        fixture.files().copy("a", out, DownloadListener.NONE);

        assertArrayEquals(content, out.toByteArray());
        assertFalse(Files.exists(fixture.here("a")));
    }
}
