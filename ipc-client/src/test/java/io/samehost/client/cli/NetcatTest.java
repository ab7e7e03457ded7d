package io.samehost.client.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The raw services and the raw client, against programs that everybody has; far more data than buffers hold. */
@Timeout(120)
final class NetcatTest {
    private static final int BIG_BYTES = 10 << 20;

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private List<String> peer(String tool, ServerProcess server) {
        boolean unix = server.address().startsWith("unix:");
        String path = server.address().replaceFirst("unix:", "");
        return switch (tool) {
            case "nc" -> unix ? List.of("nc", "-N", "-U", path) : List.of("nc", "-N", "localhost", server.port());
            case "socat" ->
                List.of("socat", "-t", "60", "-", unix ? "UNIX-CONNECT:" + path : "TCP:localhost:" + server.port());
            default -> Workplace.java(IpcClient.class, "raw", server.address());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "nc,     unix:./s, threads",
        "nc,     unix:./s, loop",
        "nc,     tcp:0,    threads",
        "nc,     tcp:0,    loop",
        "socat,  unix:./s, threads",
        "socat,  tcp:0,    loop",
        "client, unix:./s, threads",
        "client, unix:./s?provider=junixsocket, loop",
        "client, tcp:0,    loop",
    })
    void tenMegabytesComeBackUnharmed(String tool, String address, String engine) throws Exception {
        requireUnlessOurs(tool);
        byte[] data = new byte[BIG_BYTES];
        new Random(1).nextBytes(data);
        Path input = work.file("input", data);
        try (ServerProcess server = work.server("echo", "-l", address, "--engine", engine)) {
            var result = work.run(peer(tool, server), input);
            assertEquals(0, result.exitCode(), result.err());
            assertArrayEquals(data, result.outBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nc,     unix:./s, loop",
        "nc,     tcp:0,    threads",
        "socat,  unix:./s, threads",
        "socat,  tcp:0,    loop",
        "client, unix:./s, loop",
        "client, tcp:0,    threads",
    })
    void helloGreetsAndCloses(String tool, String address, String engine) throws Exception {
        requireUnlessOurs(tool);
        try (ServerProcess server = work.server("hello", "-l", address, "--engine", engine)) {
            var result = work.run(peer(tool, server));
            assertEquals(0, result.exitCode(), result.err());
            assertEquals("Hello, world!", result.out());
        }
    }

    private static void requireUnlessOurs(String tool) {
        if (!tool.equals("client")) {
            Tools.require(tool);
        }
    }
}
