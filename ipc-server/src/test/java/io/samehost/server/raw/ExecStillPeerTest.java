package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that do not read what their child says: they hold neither its place nor their own for ever. */
@Timeout(60)
final class ExecStillPeerTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";
    private static final Duration SHORT = Duration.ofMillis(300);

    private static ExecService yes(int children) {
        return new ExecService(List.of("yes"), ExecFixture.IMPATIENT.withMaxChildren(children));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aPeerThatDoesNotReadLosesItsChildToTheNext(RawServer.Kind kind) throws IOException {
        ExecService one = yes(1);
        try (RawServer server = new RawServer(kind, one, builder -> builder.outputTimeout(SHORT));
                SocketChannel still = server.connectWithSmallBuffer()) {
            await().until(() -> one.childCount() == 1);
            try (SocketChannel next = server.connect()) {
                assertEquals("y", RawServer.readLine(next));
            }
            assertTrue(still.isOpen(), "it is the server that has closed");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void anIdleTimeoutGivesUpAPeerThatDoesNotRead(RawServer.Kind kind) throws IOException {
        ExecService two = yes(2);
        try (RawServer server = new RawServer(kind, two, builder -> builder.idleTimeout(SHORT));
                SocketChannel still = server.connectWithSmallBuffer();
                SocketChannel other = server.connectWithSmallBuffer()) {
            await().until(() -> still.isOpen() && other.isOpen() && server.connectionCount() == 0);
            await().until(() -> two.childCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildThatIsSilentKeepsItsConnection(RawServer.Kind kind) throws Exception {
        ExecService cat = ExecFixture.service("cat");
        try (RawServer server = new RawServer(
                        kind, cat, builder -> builder.outputTimeout(SHORT).idleTimeout(SHORT));
                SocketChannel channel = server.connect()) {
            await().until(() -> cat.childCount() == 1);
            await().pollDelay(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS).until(() -> server.connectionCount() == 1);
            RawServer.write(channel, "still here\n");
            assertEquals("still here", RawServer.readLine(channel));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aGraceMayBeForEver(RawServer.Kind kind) throws IOException {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        ExecLimits limits = ExecLimits.DEFAULT.withKillGrace(forEver).withOutputGrace(forEver);
        try (ExecService echo = new ExecService(List.of("echo", "done"), limits);
                RawServer server = new RawServer(kind, echo);
                SocketChannel channel = server.connect()) {
            assertEquals("done\n", RawServer.readText(channel));
        }
        try (ExecService cat = new ExecService(List.of("cat"), limits);
                RawServer server = new RawServer(kind, cat)) {
            server.connect().close();
            await().until(() -> server.connectionCount() == 0 && cat.childCount() == 0);
        }
    }
}
