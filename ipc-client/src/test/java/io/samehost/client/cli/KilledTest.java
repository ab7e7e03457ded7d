package io.samehost.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL on either side in the middle: the other side notices, nothing is left behind, and it can be begun again. */
@Timeout(120)
final class KilledTest {
    private static final int BIG_BYTES = 40 << 20;

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static void kill(ServerProcess server) throws Exception {
        server.kill("KILL");
        assertEquals(137, server.exitCode());
    }

    private ServerProcess serve(String service, String address, String engine, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(service, "-l", work.address(address), "--engine", engine));
        arguments.addAll(List.of(more));
        return work.server(arguments.toArray(String[]::new));
    }

    /** A client whose output only the test reads: what the test does not read holds the server back. */
    private Process client(String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return work.talk(Workplace.java(IpcClient.class, all.toArray(String[]::new)));
    }

    /** A zombie counts: it waits to be reaped. */
    private static boolean exists(String pid) {
        return Files.exists(Path.of("/proc", pid));
    }

    @ParameterizedTest
    @CsvSource({
        "sleep 1000, unix:./s, threads",
        "sleep 1000, unix:@%s, loop",
        "sleep 1000, tcp:0,    threads",
        "sleep 1000, tcp:0,    loop",
        "yes,        unix:./s, loop",
        "yes,        unix:@%s, threads",
        "yes,        tcp:0,    threads",
        "yes,        tcp:0,    loop",
        "cat,        unix:./s, threads",
        "cat,        tcp:0,    loop",
    })
    void aKilledClientTakesItsChildWithIt(String command, String address, String engine) throws Exception {
        ServerProcess server = serve("exec", address, engine, "--", "sh", "-c", "echo $$; exec " + command);
        Process client = client("raw", server.address());
        BufferedReader answer = client.inputReader();
        String child = answer.readLine();
        assertTrue(exists(child));
        kill(client);
        soon().until(() -> !exists(child));
        assertTrue(server.isAlive());
    }

    @ParameterizedTest
    @CsvSource({
        "yes, unix:./s, threads",
        "yes, tcp:0,    loop",
        "cat, unix:./s, loop",
        "cat, unix:@%s, threads",
        "cat, tcp:0,    threads",
    })
    void aKilledServersChildAndClientEndAndTheNextServerTakesThePlace(String command, String address, String engine)
            throws Exception {
        ServerProcess server = serve("exec", address, engine, "--", "sh", "-c", "echo $$; exec " + command);
        Process client = client("raw", server.address());
        BufferedReader answer = client.inputReader();
        String child = answer.readLine();
        kill(server);
        answer.transferTo(Writer.nullWriter());
        assertTrue(client.waitFor() == 0 || client.exitValue() == 78, "exit=" + client.exitValue());
        soon().until(() -> !isAwake(child));
        ServerProcess next = serve("exec", server.address(), engine, "--", "echo", "next");
        assertEquals("next\n", work.client("raw", next.address()).out());
    }

    /** An orphan's zombie is for pid 1 to reap, which not every container does. */
    private static boolean isAwake(String pid) throws IOException {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client, unix:./s, threads",
        "client, unix:@%s, loop",
        "client, tcp:0,    threads",
        "nc,     unix:./s, loop",
        "socat,  unix:@%s, threads",
        "ncat,   tcp:0,    loop",
    })
    void ofAKilledMemberTheOthersAreTold(String tool, String address, String engine) throws Exception {
        Peers.require(tool);
        ServerProcess server = serve("chat", address, engine);
        BufferedReader stays = client("chat", server.address()).inputReader();
        assertTrue(stays.readLine().startsWith("* you are "));
        Process dies = work.talk(Peers.talk(tool, server));
        dies.getOutputStream().write("a line\nhalf a".getBytes(UTF_8));
        dies.getOutputStream().flush();
        assertTrue(stays.readLine().endsWith("#2 joined, 2 here"));
        assertTrue(stays.readLine().endsWith("#2: a line"));
        kill(dies);
        String told = stays.readLine();
        if (told.endsWith("#2: half a")) {
            told = stays.readLine();
        }
        assertTrue(told.endsWith("#2 left, 1 here"), told);
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:@%s, loop", "tcp:0, threads", "tcp:0, loop"})
    void withAKilledServerTheChatEndsAndTheNextOneTakesThePlace(String address, String engine) throws Exception {
        ServerProcess server = serve("chat", address, engine);
        Process member = client("chat", server.address());
        assertTrue(member.inputReader().readLine().startsWith("* you are "));
        kill(server);
        assertEquals(0, member.waitFor());
        ServerProcess next = serve("chat", server.address(), engine);
        assertTrue(work.client("chat", next.address()).out().startsWith("* you are "));
    }

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

    private Workplace.Started flood(ServerProcess server) throws IOException {
        return work.start(
                Workplace.java(IpcClient.class, "flood", server.address(), "--count", "10000000"),
                Path.of("/dev/null"));
    }

    /** Starts after the flood does, and is answered in spite of it. */
    private void awaitAnAnswer(ServerProcess server) throws IOException {
        BufferedReader answers = client("ping", server.address(), "-i", "10ms").inputReader();
        assertEquals("PING " + server.address() + " with 56 bytes", answers.readLine());
        assertTrue(answers.readLine().startsWith("56 bytes: seq="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:0", "unixgram:./g"})
    void aKilledFloodHarmsNoServer(String address) throws Exception {
        ServerProcess server = serve("rpc", address, "threads");
        Workplace.Started flood = flood(server);
        awaitAnAnswer(server);
        assertTrue(flood.process().isAlive());
        kill(flood.process());
        var result = work.client("call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--idempotent");
        assertEquals("hi", result.out(), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:0", "unixgram:./g"})
    void aFloodWhoseServerWasKilledSaysSoAndTheNextServerTakesThePlace(String address) throws Exception {
        ServerProcess server = serve("rpc", address, "threads");
        Workplace.Started flood = flood(server);
        awaitAnAnswer(server);
        kill(server);
        var result = work.finish(flood);
        assertEquals(3, result.exitCode(), result.err());
        assertEquals("", result.out());
        assertTrue(result.err().contains("start the server first"), result.err());
        ServerProcess next = serve("rpc", server.address(), "threads");
        assertEquals(
                "hi",
                work.client("call", next.address(), "samehost.Echo/Echo", "-d", "hi")
                        .out());
    }
}
