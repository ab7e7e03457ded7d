package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.EngineKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class ExecServiceTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";
    private static final RawServer.Kind ONE = new RawServer.Kind("unix", EngineKind.THREADS);
    private static final int TEN_MEGABYTES = 10_000_000;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        Random random = new Random(4);
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    /** Sends everything and half-closes, from another thread than the one that reads. */
    private static byte[] exchange(SocketChannel channel, byte[] request) throws IOException {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                RawServer.write(channel, request);
                channel.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] answer = RawServer.readAll(channel);
        writer.join();
        return answer;
    }

    private static ExecService service(String... command) {
        return new ExecService(List.of(command), 8, Duration.ofMillis(200));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void catReturnsTenMegabytes(RawServer.Kind kind) throws IOException {
        byte[] request = letters(TEN_MEGABYTES);
        try (RawServer server = new RawServer(kind, service("cat"));
                SocketChannel channel = server.connect()) {
            assertArrayEquals(request, exchange(channel, request));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void trTurnsTenMegabytesToCapitals(RawServer.Kind kind) throws IOException {
        byte[] request = letters(TEN_MEGABYTES);
        try (RawServer server = new RawServer(kind, service("tr", "a-z", "A-Z"));
                SocketChannel channel = server.connect()) {
            byte[] answer = exchange(channel, request);
            for (int i = 0; i < request.length; i++) {
                request[i] = (byte) (request[i] - 'a' + 'A');
            }
            assertArrayEquals(request, answer);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void dateIsServedToEveryConnectionAndLeavesNoZombie(RawServer.Kind kind) throws IOException {
        ExecService date = service("date", "+%Y");
        try (RawServer server = new RawServer(kind, date)) {
            for (int i = 0; i < 10; i++) {
                try (SocketChannel channel = server.connect()) {
                    assertTrue(RawServer.readText(channel).matches("20[0-9]{2}\n"));
                }
            }
            await().untilAsserted(() -> assertEquals(0, date.childCount()));
            await().untilAsserted(() -> assertEquals(0, server.connectionCount()));
            assertEquals(0, zombies());
        }
    }

    private static long zombies() throws IOException {
        long own = ProcessHandle.current().pid();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> stat(process).contains(") Z " + own + " "))
                    .count();
        }
    }

    /** Empty for what is no process, or none any more. */
    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            return "";
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aHalfCloseOfThePeerEndsTheChildsInput(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, service("wc", "-c"));
                SocketChannel channel = server.connect()) {
            assertEquals("3", new String(exchange(channel, letters(3)), StandardCharsets.UTF_8).strip());
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatClosesItsStdoutGoesOnReading(RawServer.Kind kind, @TempDir Path temp) throws IOException {
        Path uploaded = temp.resolve("uploaded");
        byte[] bytes = letters(1_000_000);
        try (RawServer server = new RawServer(kind, service("sh", "-c", "exec >&-; exec cat >" + uploaded));
                SocketChannel channel = server.connect()) {
            assertEquals("", RawServer.readText(channel));
            RawServer.write(channel, bytes);
            channel.shutdownOutput();
            await().until(() -> Files.size(uploaded) == bytes.length);
            assertArrayEquals(bytes, Files.readAllBytes(uploaded));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatReadsNothingEndsWithItsPeer(RawServer.Kind kind) throws IOException {
        ExecService sleep = service("sleep", "1000");
        try (RawServer server = new RawServer(kind, sleep)) {
            SocketChannel channel = server.connect();
            await().until(() -> sleep.childCount() == 1);
            channel.close();
            await().until(() -> sleep.childCount() == 0);
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildWithUnreadInputEndsWithItsPeer(RawServer.Kind kind) throws IOException {
        ExecService sleep = service("sleep", "1000");
        try (RawServer server = new RawServer(kind, sleep)) {
            SocketChannel channel = server.connect();
            channel.configureBlocking(false);
            fill(channel);
            channel.close();
            await().until(() -> sleep.childCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aPeerThatHasHalfClosedStillGetsItsAnswer(RawServer.Kind kind, @TempDir Path temp) throws IOException {
        Path go = temp.resolve("go");
        ExecService late =
                service("sh", "-c", "cat >/dev/null; until [ -e " + go + " ]; do sleep 0.05; done; echo late");
        try (RawServer server = new RawServer(kind, late);
                SocketChannel channel = server.connect()) {
            channel.shutdownOutput();
            // longer than it takes to look for a peer that has gone
            await().during(Duration.ofMillis(800)).until(() -> late.childCount() == 1);
            Files.createFile(go);
            assertEquals("late\n", RawServer.readText(channel));
        }
    }

    /** Sends until for a while nothing more is taken; the number of bytes. */
    private static long fill(SocketChannel channel) {
        AtomicLong total = new AtomicLong();
        ByteBuffer zeros = ByteBuffer.allocateDirect(64 * 1024);
        await().during(Duration.ofMillis(300)).until(() -> {
            long before = total.get();
            int written;
            do {
                written = channel.write(zeros.clear());
                total.addAndGet(written);
            } while (written > 0 && total.get() - before < 50_000_000);
            return total.get() == before;
        });
        return total.get();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatDoesNotReadHoldsItsPeerBack(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, service("sleep", "1000"));
                SocketChannel channel = server.connect()) {
            channel.configureBlocking(false);
            long taken = fill(channel);
            assertTrue(taken < 20_000_000, () -> "taken=" + taken);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aPeerThatDoesNotReadHoldsItsChildBack(RawServer.Kind kind, @TempDir Path temp) throws IOException {
        Path done = temp.resolve("done");
        int bytes = 50_000_000;
        try (RawServer server = new RawServer(kind, service("sh", "-c", "head -c " + bytes + " /dev/zero; >" + done));
                SocketChannel channel = server.connect()) {
            await().during(Duration.ofMillis(500)).until(() -> Files.notExists(done));
            assertEquals(bytes, RawServer.readAll(channel).length);
            await().until(() -> Files.exists(done));
        }
    }

    @Test
    void aChildThatIgnoresTermIsKilled() throws IOException {
        ExecService stubborn = service("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        try (RawServer server = new RawServer(ONE, stubborn)) {
            SocketChannel channel = server.connect();
            assertEquals("ready", RawServer.readLine(channel));
            channel.close();
            await().until(() -> stubborn.childCount() == 0);
        }
    }

    @Test
    void descendantsEndWithTheirPeerToo() throws IOException {
        try (RawServer server = new RawServer(ONE, service("sh", "-c", "sleep 1000 & echo $!; wait"))) {
            SocketChannel channel = server.connect();
            long pid = Long.parseLong(RawServer.readLine(channel));
            assertTrue(isAwake(pid));
            channel.close();
            await().until(() -> !isAwake(pid));
        }
    }

    /** An orphan's zombie is for pid 1 to reap, which not every container does. */
    private static boolean isAwake(long pid) {
        String stat = stat(Path.of("/proc", Long.toString(pid)));
        return !stat.isEmpty() && !stat.contains(") Z ");
    }

    @Test
    void closingServerAndServiceEndsEveryChild() throws IOException {
        ExecService stubborn = service("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        RawServer server = new RawServer(ONE, stubborn);
        try (SocketChannel channel = server.connect()) {
            assertEquals("ready", RawServer.readLine(channel));
            server.close();
            stubborn.close();
            assertEquals(0, stubborn.childCount());
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void theChildIsToldWhoItsPeerIs(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(
                        kind, service("sh", "-c", "echo $IPC_PEER_USER ${IPC_PEER_PID-none} $IPC_ADDRESS"));
                SocketChannel channel = server.connect()) {
            String pid = kind.family().equals("junixsocket")
                    ? Long.toString(ProcessHandle.current().pid())
                    : "none";
            assertEquals(
                    System.getProperty("user.name") + " " + pid + " " + server.address() + "\n",
                    RawServer.readText(channel));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void connectionsBeyondTheLimitWaitForTheirTurn(RawServer.Kind kind) throws IOException {
        ExecService cat = new ExecService(List.of("cat"), 1, Duration.ofMillis(200));
        try (RawServer server = new RawServer(kind, cat)) {
            SocketChannel first = server.connect();
            RawServer.write(first, "one\n");
            assertEquals("one", RawServer.readLine(first));
            SocketChannel impatient = server.connect();
            try (SocketChannel second = server.connect()) {
                RawServer.write(second, "two\n");
                await().until(() -> server.connectionCount() == 3);
                assertEquals(1, cat.childCount());
                impatient.close();
                first.close();
                assertEquals("two", RawServer.readLine(second));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatReadsOnlyTheBeginningAnswersAllTheSame(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, service("sh", "-c", "head -c 3; exec <&-; sleep 0.2"));
                SocketChannel channel = server.connect()) {
            byte[] request = letters(100_000);
            RawServer.write(channel, request);
            assertEquals(new String(request, 0, 3, StandardCharsets.UTF_8), RawServer.readText(channel));
        }
    }

    @Test
    void aKilledPeerTakesItsChildWithIt() throws IOException, InterruptedException {
        RawServer.requireProgram("socat");
        ExecService sleep = service("sleep", "1000");
        try (RawServer server = new RawServer(ONE, sleep)) {
            Process peer = new ProcessBuilder("socat", "-", "UNIX-CONNECT:" + server.socket()).start();
            await().until(() -> sleep.childCount() == 1);
            peer.destroyForcibly().waitFor();
            await().until(() -> sleep.childCount() == 0);
        }
    }

    @Test
    void aCommandThatIsNotThereFailsAtOnce(@TempDir Path temp) throws IOException {
        String missing = assertThrows(IllegalArgumentException.class, () -> service("no-such-command"))
                .getMessage();
        assertTrue(missing.startsWith("no such command: command=no-such-command PATH="), missing);
        Path file = Files.createFile(temp.resolve("plain"));
        assertEquals(
                "command cannot be run: command=" + file + " problem=it is not executable, check the path",
                assertThrows(IllegalArgumentException.class, () -> service(file.toString()))
                        .getMessage());
        assertEquals(
                "command cannot be run: command=" + temp + " problem=it is no regular file, check the path",
                assertThrows(IllegalArgumentException.class, () -> service(temp.toString()))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ExecService(List.of()));
        assertFalse(service("cat").childCount() > 0);
    }
}
