package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.nio.file.Path;
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
        PeerCommands.require(tool);
        byte[] data = new byte[BIG_BYTES];
        new Random(1).nextBytes(data);
        Path input = work.file("input", data);
        try (ServerProcess server = work.server("echo", "-l", address, "--engine", engine)) {
            var result = work.run(PeerCommands.exchange(tool, server), input);
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
        PeerCommands.require(tool);
        try (ServerProcess server = work.server("hello", "-l", address, "--engine", engine)) {
            var result = work.run(PeerCommands.exchange(tool, server));
            assertEquals(0, result.exitCode(), result.err());
            assertEquals("Hello, world!", result.out());
        }
    }
}
