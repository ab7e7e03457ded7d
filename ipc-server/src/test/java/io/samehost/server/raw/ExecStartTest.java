package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The start of a child: whose turn it is, what it begins with, and what happens if it cannot be started. */
@Timeout(60)
final class ExecStartTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void connectionsBeyondTheLimitWaitForTheirTurn(RawServer.Kind kind) throws IOException {
        ExecService cat = new ExecService(List.of("cat"), ExecFixture.IMPATIENT.withMaxChildren(1));
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
    void noSignalIsBlockedOrIgnored(RawServer.Kind kind) throws IOException {
        ExecService status = ExecFixture.service("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status");
        try (RawServer server = new RawServer(kind, status);
                SocketChannel channel = server.connect()) {
            long signals = RawServer.readText(channel)
                    .lines()
                    .mapToLong(line -> Long.parseLong(line.split("\t", 2)[1], 16))
                    .reduce(0, (blocked, ignored) -> blocked | ignored);
            assertEquals(
                    0, signals & 0x7fffffffL, () -> Long.toHexString(signals)); // the C library decides about 32 and 33
        }
    }

    /** Gives threads, but for some that are named by their number, from 0. */
    private static ThreadFactory withoutMemoryFor(List<Integer> numbers) {
        AtomicInteger next = new AtomicInteger();
        return task -> {
            if (numbers.contains(next.getAndIncrement())) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        };
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildForWhichThereIsNoThreadCostsNoPlace(RawServer.Kind kind) throws IOException {
        serveTheLastOf(4, kind, withoutMemoryFor(List.of(0, 1, 2)));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aChildForWhoseBytesThereIsNoThreadCostsNoPlace(RawServer.Kind kind) throws IOException {
        serveTheLastOf(3, kind, withoutMemoryFor(List.of(1, 4)));
    }

    private static void serveTheLastOf(int count, RawServer.Kind kind, ThreadFactory threads) throws IOException {
        ExecService cat = new ExecService(List.of("cat"), ExecFixture.IMPATIENT.withMaxChildren(1), threads);
        try (RawServer server = new RawServer(kind, cat)) {
            for (int i = 1; i < count; i++) {
                try (SocketChannel failing = server.connect()) {
                    assertEquals("", RawServer.readText(failing));
                }
            }
            try (SocketChannel channel = server.connect()) {
                RawServer.write(channel, "here\n");
                assertEquals("here", RawServer.readLine(channel));
            }
            await().until(() -> cat.childCount() == 0);
        }
    }
}
