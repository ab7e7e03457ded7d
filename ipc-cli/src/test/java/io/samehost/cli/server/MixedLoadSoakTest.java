package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.cli.fixture.FailingOutput;
import io.samehost.cli.fixture.FaultyPeers;
import io.samehost.cli.fixture.ServerHealth;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.files.DownloadListener;
import io.samehost.client.files.RemoteFiles;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Half an hour of everything at once, for each engine: a server keeps what it uses, not what it used. Prints what it
 * samples each minute. Runs with {@code -Dgroups=soak}; {@code -Dsamehost.soak.minutes=N} makes it shorter.
 */
@Tag("soak")
class MixedLoadSoakTest {
    private static final int MINUTES = Integer.getInteger("samehost.soak.minutes", 30);
    private static final int FILE_BYTES = 4 << 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int DESCRIPTORS_SLACK = 16;
    private static final int THREADS_SLACK = 8;
    private static final long HEAP_SLACK_BYTES = 8 << 20;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private record Sample(int descriptors, int threads, long heapBytes, long residentBytes) {}

    /** Something that a client does again and again. */
    private interface Load {
        void once(Random random) throws Exception;
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop"})
    void aServerUnderMixedLoadGrowsInNothing(String engine) throws Exception {
        ServerProcess server = start(engine);
        Address unix = Address.parse(server.address());
        Address tcp = Address.parse(server.nextLine().split(" ", -1)[1]);
        ServerHealth health = ServerHealth.of(server, unix);
        List<Sample> samples = new ArrayList<>();
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Client first = Client.connect(unix);
                Client second = Client.connect(tcp)) {
            List<Future<?>> running = new ArrayList<>();
            for (Load load : loads(unix, tcp, first, second)) {
                running.add(clients.submit(() -> repeat(load, running.size())));
            }
            for (int minute = 1; minute <= MINUTES; minute++) {
                LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
                samples.add(sample(health));
                System.out.println(
                        engine + " minute " + minute + ": " + samples.get(minute - 1) + " done=" + done.get());
                running.stream().filter(Future::isDone).forEach(MixedLoadSoakTest::rethrow);
            }
            over.set(true);
            for (Future<?> load : running) {
                load.get(1, TimeUnit.MINUTES);
            }
        } finally {
            over.set(true);
            clients.shutdown();
        }
        assertSteady(samples);
        health.assertRecovered();
    }

    private static void rethrow(Future<?> failed) {
        try {
            failed.get();
        } catch (Exception e) {
            throw new AssertionError("a client failed", e);
        }
    }

    private ServerProcess start(String engine) throws Exception {
        Files.createDirectory(work.path("pub"));
        byte[] content = new byte[FILE_BYTES];
        new Random(1).nextBytes(content);
        work.file("pub/file", content);
        List<String> command = new ArrayList<>(Workplace.java(
                IpcServer.class,
                "rpc",
                "-l",
                "unix:" + work.path("s"),
                "-l",
                "tcp:127.0.0.1:0",
                "--engine",
                engine,
                "--files",
                "pub"));
        command.removeIf(option -> option.startsWith("-XX:"));
        command.add(1, "-XX:NativeMemoryTracking=summary");
        return work.server(command, Map.of());
    }

    private List<Load> loads(Address unix, Address tcp, Client first, Client second) {
        return List.of(
                random -> echo(first, random, 100),
                random -> echo(second, random, 64 << 10),
                random -> echo(first, random, 1 << 20),
                random -> many(second, random),
                random -> inItsOwnConnection(unix, random),
                random -> inItsOwnConnection(tcp, random),
                random -> download(first),
                random -> interrupted(unix),
                random -> tooLate(second),
                random -> badly(unix),
                random -> badly(tcp));
    }

    private Void repeat(Load load, int seed) throws Exception {
        Random random = new Random(seed);
        while (!over.get()) {
            load.once(random);
            done.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return null;
    }

    private static byte[] payload(Random random, int bound) {
        byte[] payload = new byte[random.nextInt(bound)];
        random.nextBytes(payload);
        return payload;
    }

    private static void echo(Client client, Random random, int bound) throws Exception {
        byte[] payload = payload(random, bound);
        assertArrayEquals(payload, client.call("samehost.Echo", "Echo", payload));
    }

    private static void many(Client client, Random random) {
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            answers.add(client.callAsync("samehost.Echo", "Echo", payload(random, 1000)));
        }
        answers.forEach(CompletableFuture::join);
    }

    private static void inItsOwnConnection(Address address, Random random) throws Exception {
        try (Client client = Client.connect(address)) {
            echo(client, random, 5000);
        }
        LockSupport.parkNanos(10 * PAUSE_NANOS);
    }

    private static void download(Client client) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new RemoteFiles(client).copy("file", bytes, DownloadListener.NONE);
        assertEquals(FILE_BYTES, bytes.size());
        LockSupport.parkNanos(100 * PAUSE_NANOS);
    }

    /** Goes away in the middle of a download. */
    private static void interrupted(Address address) throws Exception {
        try (Client client = Client.connect(address)) {
            new RemoteFiles(client).copy("file", new FailingOutput(), DownloadListener.NONE);
        } catch (FailingOutput.Full e) {
            LockSupport.parkNanos(100 * PAUSE_NANOS);
        }
    }

    private static void tooLate(Client client) throws Exception {
        try {
            client.call(
                    "samehost.Echo", "Echo", new byte[10], CallOptions.DEFAULT.withTimeout(Duration.ofNanos(20_000)));
        } catch (CallException e) {
            // most are late, by design
        }
    }

    private void badly(Address address) throws Exception {
        try (FaultyPeers peers = new FaultyPeers(address, work.path("."))) {
            peers.connect(2, new byte[] {0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 10});
            peers.connect(2, FaultyPeers.echo(100));
            peers.reset();
        }
        LockSupport.parkNanos(20 * PAUSE_NANOS);
    }

    private static Sample sample(ServerHealth health) throws Exception {
        return new Sample(health.descriptors(), health.threads(), health.heapBytes(), health.residentBytes());
    }

    /** The last third of the run finds no more than the first third did. */
    private static void assertSteady(List<Sample> samples) {
        Sample early = most(samples.subList(0, (samples.size() + 2) / 3));
        Sample late = most(samples.subList(samples.size() - (samples.size() + 2) / 3, samples.size()));
        assertTrue(late.descriptors() <= early.descriptors() + DESCRIPTORS_SLACK, samples::toString);
        assertTrue(late.threads() <= early.threads() + THREADS_SLACK, samples::toString);
        assertTrue(late.heapBytes() <= early.heapBytes() + HEAP_SLACK_BYTES, samples::toString);
        assertTrue(late.residentBytes() <= early.residentBytes() * 5 / 4, samples::toString);
    }

    private static Sample most(List<Sample> samples) {
        return samples.stream()
                .reduce((a, b) -> new Sample(
                        Math.max(a.descriptors(), b.descriptors()),
                        Math.max(a.threads(), b.threads()),
                        Math.max(a.heapBytes(), b.heapBytes()),
                        Math.max(a.residentBytes(), b.residentBytes())))
                .orElseThrow();
    }
}
