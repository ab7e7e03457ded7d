package io.samehost.cli.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process for each connection, at the other end of programs that everybody has. */
@Timeout(120)
final class ExecTest {
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
        "client, unix:./s, threads",
        "client, tcp:0,    loop",
        "nc,     unix:./s, loop",
        "nc,     tcp:0,    threads",
        "socat,  unix:./s, threads",
        "socat,  tcp:0,    loop",
        "ncat,   unix:./s, threads",
        "ncat,   tcp:0,    loop",
        "client, unix:@%s, loop",
        "socat,  unix:@%s, threads",
    })
    void tenMegabytesComeBackFromCat(String tool, String address, String engine) throws Exception {
        PeerCommands.require(tool);
        byte[] data = new byte[BIG_BYTES];
        new Random(1).nextBytes(data);
        assertArrayEquals(
                data, exchange(tool, data, "exec", "-l", work.address(address), "--engine", engine, "--", "cat"));
    }

    @ParameterizedTest
    @CsvSource({
        "client, unix:./s, loop",
        "client, tcp:0,    threads",
        "nc,     unix:./s, threads",
        "nc,     tcp:0,    loop",
        "socat,  unix:./s, loop",
        "socat,  tcp:0,    threads",
        "ncat,   unix:./s, loop",
        "ncat,   tcp:0,    threads",
        "client, unix:@%s, threads",
        "socat,  unix:@%s, loop",
    })
    void tenMegabytesComeBackInCapitalsFromTr(String tool, String address, String engine) throws Exception {
        PeerCommands.require(tool);
        String text = "the quick brown fox\n".repeat(BIG_BYTES / 20);
        byte[] answer = exchange(
                tool,
                text.getBytes(StandardCharsets.US_ASCII),
                "exec",
                "-l",
                work.address(address),
                "--engine",
                engine,
                "--",
                "tr",
                "a-z",
                "A-Z");
        assertEquals(text.toUpperCase(Locale.ROOT), new String(answer, StandardCharsets.US_ASCII));
    }

    private byte[] exchange(String tool, byte[] data, String... server) throws Exception {
        Path input = work.file("input", data);
        var result = work.run(PeerCommands.exchange(tool, work.server(server)), input);
        assertEquals(0, result.exitCode(), result.err());
        return result.outBytes();
    }

    /** The child answers only after the end of its input, and the peer has to be there still. */
    @ParameterizedTest
    @CsvSource({
        "client, unix:./s, threads",
        "client, tcp:0,    loop",
        "client, unix:@%s, loop",
        "nc,     unix:./s, loop",
        "nc,     tcp:0,    threads",
        "socat,  unix:./s, threads",
        "socat,  tcp:0,    loop",
        "ncat,   unix:./s, loop",
        "ncat,   tcp:0,    threads",
    })
    void theEndOfThePeersBytesIsTheEndOfTheChildsInput(String tool, String address, String engine) throws Exception {
        PeerCommands.require(tool);
        byte[] answer = exchange(
                tool, new byte[100_000], "exec", "-l", work.address(address), "--engine", engine, "--", "wc", "-c");
        assertEquals("100000", new String(answer, StandardCharsets.US_ASCII).strip());
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:./s, loop", "tcp:0, threads", "tcp:0, loop"})
    void theEndOfTheChildsOutputIsTheEndOfTheAnswerAndItsInputGoesOn(String address, String engine) throws Exception {
        Tools.require("socat");
        ServerProcess server = work.server(
                "exec", "-l", address, "--engine", engine, "--", "sh", "-c", "exec >&-; exec cat >uploaded");
        byte[] data = new byte[BIG_BYTES];
        new Random(1).nextBytes(data);
        List<String> command = new ArrayList<>(PeerCommands.exchange("socat", server));
        command.addAll(1, List.of("-d", "-d", "-lf", "log"));
        Process socat = work.talk(command);
        try (OutputStream toChild = socat.getOutputStream()) {
            await().ignoreExceptionsInstanceOf(NoSuchFileException.class)
                    .until(() -> Files.readString(work.path("log")).contains("is at EOF"));
            toChild.write(data);
        }
        assertEquals(0, socat.waitFor());
        await().until(() -> Files.size(work.path("uploaded")) == BIG_BYTES);
        assertArrayEquals(data, Files.readAllBytes(work.path("uploaded")));
    }

    @ParameterizedTest
    @CsvSource({"threads", "loop"})
    void theDateIsToldToEveryConnection(String engine) throws Exception {
        ServerProcess server = work.server("exec", "-l", "unix:./s", "--engine", engine, "--", "date", "+%Y");
        for (int i = 0; i < 3; i++) {
            var result = work.client("raw", server.address());
            assertEquals(0, result.exitCode(), result.err());
            assertTrue(result.out().matches("20[0-9]{2}\n"), result.out());
        }
    }

    @Test
    void theCommandIsToldWhoIsThere() throws Exception {
        ServerProcess server = work.server("exec", "-l", "unix:./s", "--", "printenv", "IPC_ADDRESS", "IPC_PEER_USER");
        assertEquals(
                "unix:./s\n" + System.getProperty("user.name") + "\n",
                work.client("raw", server.address()).out());
    }

    @Test
    void aMissingCommandFailsAtTheStart() throws Exception {
        var result = work.failingServer("exec", "-l", "unix:./s", "--", "no-such-command");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().startsWith("ipc-server: no such command: command=no-such-command PATH="), result.err());
        assertEquals(List.of(), work.names("s"));
    }

    @Test
    void datagramsCannotBeTheStreamsOfACommand() throws Exception {
        var result = work.failingServer("exec", "-l", "udp:localhost:0", "--", "cat");
        assertEquals(
                "ipc-server: a raw service needs streams: address=udp:localhost:0, use unix: or tcp:\n", result.err());
        assertEquals(2, result.exitCode());
    }

    /** As in a container without an init. */
    @Test
    void asTheFirstProcessItSaysThatAnInitIsNeeded() throws Exception {
        Tools.requireThat(System.getProperty("user.name").equals("root"), "only root can make a namespace");
        List<String> command = new ArrayList<>(List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child"));
        command.addAll(Workplace.java(IpcServer.class, "exec", "-l", "unix:./s", "--", "echo", "hi"));
        ServerProcess server = work.server(command, Map.of());
        assertEquals("hi\n", work.client("raw", server.address()).out());
        await().until(() -> server.err().contains("processes that children leave behind become zombies"));
        server.kill("KILL");
    }
}
