package io.samehost.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL on either side in the middle: the other side notices, nothing is left behind, and it can be begun again. */
final class KilledTest extends KilledFixture {
    /** Half a second. */
    private static final int BUSY_TICKS = 50;

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
        PeerCommands.require(tool);
        ServerProcess server = serve("chat", address, engine);
        BufferedReader stays = client("chat", server.address()).inputReader();
        assertTrue(stays.readLine().startsWith("* you are "));
        Process dies = work.talk(PeerCommands.talk(tool, server));
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

    private Workplace.Started flood(ServerProcess server, int count) throws IOException {
        return work.start(
                Workplace.java(
                        IpcClient.class, "flood", server.address(), "--server-user", "any", "--count", "" + count),
                Path.of("/dev/null"));
    }

    /** Starts after the flood does, and is answered in spite of it. */
    private void awaitAnAnswer(ServerProcess server) throws IOException {
        BufferedReader answers = client("ping", server.address(), "--server-user", "any", "-i", "10ms")
                .inputReader();
        assertEquals("PING " + server.address() + " with 56 bytes", answers.readLine());
        assertTrue(answers.readLine().startsWith("56 bytes: seq="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:0", "unixgram:./g"})
    void aKilledFloodHarmsNoServer(String address) throws Exception {
        ServerProcess server = serve("rpc", address, "threads");
        Workplace.Started flood = flood(server, 10_000_000);
        awaitAnAnswer(server);
        assertTrue(flood.process().isAlive());
        kill(flood.process());
        var result = work.client(
                "call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--idempotent", "--server-user", "any");
        assertEquals("hi", result.out(), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:0", "unixgram:./g"})
    void aFloodWhoseServerWasKilledGoesOnWithTheNext(String address) throws Exception {
        ServerProcess server = serve("rpc", address, "threads");
        long idleTicks = processorTicks(server);
        Workplace.Started flood = flood(server, 500_000);
        await().until(() -> processorTicks(server) > idleTicks + BUSY_TICKS);
        kill(server);
        ServerProcess next = serve("rpc", server.address(), "threads");
        var result = work.finish(flood);
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("sent 500000, received "), result.out());
        assertFalse(result.out().contains(" lost 0 "), result.out());
        assertEquals(
                "hi",
                work.client("call", next.address(), "samehost.Echo/Echo", "-d", "hi", "--server-user", "any")
                        .out());
    }

    /** Time that a process has used: a server that a flood has reached uses much. */
    private static long processorTicks(ServerProcess server) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(server.pid()), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')')).split(" ", -1)[12]);
    }
}
