package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import io.samehost.transport.system.Users;
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
        CompletableFuture<Void> writer = Background.run(() -> {
            RawServer.write(channel, request);
            channel.shutdownOutput();
        });
        byte[] answer = RawServer.readAll(channel);
        writer.join();
        return answer;
    }

    private static ExecService service(String... command) {
        return ExecFixture.service(command);
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
            assertEquals(0, ExecFixture.zombies());
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
    void aPeerThatHasHalfClosedStillGetsItsAnswer(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, service("sh", "-c", "cat >/dev/null; echo late"));
                SocketChannel channel = server.connect()) {
            channel.shutdownOutput();
            assertEquals("late\n", RawServer.readText(channel));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatDoesNotReadHoldsItsPeerBack(RawServer.Kind kind, @TempDir Path temp) throws IOException {
        Path go = temp.resolve("go");
        String command =
                "head -c 1000000 >/dev/null; echo read; until [ -e " + go + " ]; do sleep 0.05; done; cat >/dev/null";
        AtomicLong sent = new AtomicLong();
        try (RawServer server = new RawServer(kind, service("sh", "-c", command));
                SocketChannel channel = server.connect()) {
            CompletableFuture<Void> writer = Background.run(() -> send(channel, 50, sent));
            assertEquals("read", RawServer.readLine(channel));
            assertTrue(sent.get() < 20_000_000, () -> "sent=" + sent);
            Files.createFile(go);
            assertEquals("", RawServer.readText(channel));
            writer.join();
        }
    }

    private static void send(SocketChannel channel, int megabytes, AtomicLong sent) {
        try {
            for (int i = 0; i < megabytes; i++) {
                RawServer.write(channel, new byte[1_000_000]);
                sent.addAndGet(1_000_000);
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aPeerThatDoesNotReadHoldsItsChildBack(RawServer.Kind kind, @TempDir Path temp) throws IOException {
        Path done = temp.resolve("done");
        try (RawServer server = new RawServer(kind, service("sh", "-c", "head -c 50000000 /dev/zero; >" + done));
                SocketChannel channel = server.connect()) {
            ByteBuffer most = ByteBuffer.allocateDirect(30_000_000);
            while (most.hasRemaining()) {
                channel.read(most);
            }
            assertTrue(Files.notExists(done));
            assertEquals(20_000_000, RawServer.readAll(channel).length);
            await().until(() -> Files.exists(done));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void theChildIsToldWhoItsPeerIs(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(
                        kind,
                        service("sh", "-c", "echo $IPC_PEER_USER $IPC_PEER_UID ${IPC_PEER_PID-none} $IPC_ADDRESS"));
                SocketChannel channel = server.connect()) {
            String pid = kind.family().equals("junixsocket")
                    ? Long.toString(ProcessHandle.current().pid())
                    : "none";
            assertEquals(
                    System.getProperty("user.name") + " " + Users.ownUid().orElseThrow() + " " + pid + " "
                            + server.address() + "\n",
                    RawServer.readText(channel));
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
