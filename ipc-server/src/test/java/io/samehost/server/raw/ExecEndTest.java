package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Tools;
import io.samehost.server.EngineKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a child and its family: by itself, with its peer, with its service. */
@Timeout(60)
final class ExecEndTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";
    private static final RawServer.Kind ONE = new RawServer.Kind("unix", EngineKind.THREADS);
    private static final Duration EVER = Duration.ofHours(1);

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private static ExecService shell(ExecLimits limits, String command) {
        return new ExecService(List.of("sh", "-c", command), limits);
    }

    private static long readPid(SocketChannel channel) throws IOException {
        return Long.parseLong(RawServer.readLine(channel));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whatIsWrittenInTheBackgroundArrives(RawServer.Kind kind) throws IOException {
        ExecService late = shell(ExecFixture.IMPATIENT.withOutputGrace(EVER), "(sleep 0.3; echo late) & echo now");
        try (RawServer server = new RawServer(kind, late);
                SocketChannel channel = server.connect()) {
            assertEquals("now\nlate\n", RawServer.readText(channel));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whoHoldsTheOutputLongerThanTheGraceIsEnded(RawServer.Kind kind) throws IOException {
        ExecService held = shell(
                ExecFixture.IMPATIENT.withOutputGrace(Duration.ofMillis(100)), "trap '' TERM; sleep 1000 & echo $!");
        try (RawServer server = new RawServer(kind, held);
                SocketChannel channel = server.connect()) {
            long pid = Long.parseLong(RawServer.readText(channel).strip());
            await().until(() -> !ExecFixture.isAwake(pid));
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whoWritesWithoutEndIsEndedAfterTheGrace(RawServer.Kind kind) throws IOException {
        ExecService yes = shell(ExecFixture.IMPATIENT.withOutputGrace(Duration.ofMillis(100)), "yes & echo $!");
        try (RawServer server = new RawServer(kind, yes);
                SocketChannel channel = server.connect()) {
            long pid = readPid(channel);
            ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
            while (channel.read(in.clear()) >= 0) {
                assertTrue(in.position() > 0);
            }
            await().until(() -> !ExecFixture.isAwake(pid));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aSlowPeerGetsEverythingThoughTheGraceIsOver(RawServer.Kind kind) throws IOException {
        ExecService quick =
                shell(ExecFixture.IMPATIENT.withOutputGrace(Duration.ZERO), "head -c 300000 /dev/zero; echo end");
        try (RawServer server = new RawServer(kind, quick);
                SocketChannel channel = server.connectWithSmallBuffer()) {
            assertEquals(300_004, RawServer.readAll(channel).length);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatHasEndedHoldsNoPlace(RawServer.Kind kind) throws IOException {
        ExecService held =
                shell(ExecFixture.IMPATIENT.withMaxChildren(1).withOutputGrace(EVER), "sleep 1000 & echo $!");
        try (RawServer server = new RawServer(kind, held)) {
            for (int i = 0; i < 3; i++) {
                SocketChannel channel = server.connect();
                long pid = readPid(channel);
                assertTrue(ExecFixture.isAwake(pid));
                channel.close();
                await().until(() -> !ExecFixture.isAwake(pid));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whoWritesElsewhereMayGoOn(RawServer.Kind kind) throws IOException {
        ExecService left = shell(ExecFixture.IMPATIENT, "sleep 1000 >/dev/null & echo $!");
        try (RawServer server = new RawServer(kind, left)) {
            long pid;
            try (SocketChannel channel = server.connect()) {
                pid = Long.parseLong(RawServer.readText(channel).strip());
            }
            await().until(() -> server.connectionCount() == 0);
            assertTrue(ExecFixture.isAwake(pid));
            ProcessHandle.of(pid).orElseThrow().destroy();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatReadsNothingEndsWithItsPeer(RawServer.Kind kind) throws IOException {
        ExecService sleep = ExecFixture.service("sleep", "1000");
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
        ExecService sleep = ExecFixture.service("sleep", "1000");
        try (RawServer server = new RawServer(kind, sleep)) {
            SocketChannel channel = server.connect();
            channel.configureBlocking(false);
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            while (channel.write(zeros.clear()) > 0) {
                assertTrue(zeros.position() > 0);
            }
            await().until(() -> sleep.childCount() == 1);
            channel.close();
            await().until(() -> sleep.childCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aProcessWhoseParentHasEndedEndsWithThePeerToo(RawServer.Kind kind) throws IOException {
        ExecService orphan = shell(ExecFixture.IMPATIENT, "(sleep 1000 & echo $!); exec sleep 1000");
        try (RawServer server = new RawServer(kind, orphan)) {
            SocketChannel channel = server.connect();
            long pid = readPid(channel);
            assertTrue(ExecFixture.isAwake(pid));
            channel.close();
            await().until(() -> !ExecFixture.isAwake(pid));
        }
    }

    @Test
    void aDescendantWithASessionOfItsOwnEndsWithThePeerToo() throws IOException {
        ExecService own =
                shell(ExecFixture.IMPATIENT, "setsid sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done'; :");
        try (RawServer server = new RawServer(ONE, own)) {
            SocketChannel channel = server.connect();
            long pid = readPid(channel);
            channel.close();
            await().until(() -> !ExecFixture.isAwake(pid));
        }
    }

    @Test
    void aChildThatIgnoresTermIsKilled() throws IOException {
        ExecService stubborn = shell(ExecFixture.IMPATIENT, "trap '' TERM; echo ready; while :; do sleep 1; done");
        try (RawServer server = new RawServer(ONE, stubborn)) {
            SocketChannel channel = server.connect();
            assertEquals("ready", RawServer.readLine(channel));
            channel.close();
            await().until(() -> stubborn.childCount() == 0);
        }
    }

    @Test
    void closingServerAndServiceEndsEveryChildAndLeavesNoPipe() throws IOException {
        String shared = System.getProperty("java.io.tmpdir");
        try (TemporaryDirectory own = new TemporaryDirectory()) {
            System.setProperty("java.io.tmpdir", own.path().toString()); // in the other one, others make theirs too
            ExecService stubborn = shell(ExecFixture.IMPATIENT, "trap '' TERM; echo ready; while :; do sleep 1; done");
            RawServer server = new RawServer(ONE, stubborn);
            try (SocketChannel channel = server.connect()) {
                assertEquals("ready", RawServer.readLine(channel));
                assertEquals(1, own.names().size());
                server.close();
                stubborn.close();
                assertEquals(0, stubborn.childCount());
                assertEquals(List.of(), own.names());
            }
        } finally {
            System.setProperty("java.io.tmpdir", shared);
        }
    }

    @Test
    void aKilledPeerTakesItsChildWithIt() throws IOException, InterruptedException {
        Tools.require("socat");
        ExecService sleep = ExecFixture.service("sleep", "1000");
        try (RawServer server = new RawServer(ONE, sleep)) {
            Process peer = new ProcessBuilder("socat", "-", "UNIX-CONNECT:" + server.socket()).start();
            await().until(() -> sleep.childCount() == 1);
            peer.destroyForcibly().waitFor();
            await().until(() -> sleep.childCount() == 0);
        }
    }
}
