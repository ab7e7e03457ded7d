package io.samehost.bench.footprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.process.Child;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.ProcessMemory;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A fresh {@link FootprintServer}, a fresh {@link FootprintClient} that calls, and as many more as the idle connections
 * need, each in its own process. Used by one thread.
 */
final class IdleConnections implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The whole heap is resident from the start, so that what grows later is outside of it. The better compiler is left out: its
     * own memory comes and goes, by more than a thousand connections take.
     */
    static final List<String> STEADY_MEMORY = List.of("-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

    private static final long PAUSE_MILLIS = 2;

    /** A client has its socket and a selector, which is two more, and one to spare. */
    private static final int FILES_OF_A_CLIENT = 4;

    private final Pinning pinning;
    private final Child server;
    private final int sizeBytes;
    private final Path directory;
    private final String address;
    private final Child client;
    private final List<Child> holders = new ArrayList<>();

    private IdleConnections(Pinning pinning, Child server, int sizeBytes, Path directory)
            throws IOException, InterruptedException {
        this.pinning = pinning;
        this.server = server;
        this.sizeBytes = sizeBytes;
        this.directory = directory;
        this.address = server.expect("ready", PATIENCE);
        this.client = connect("client");
    }

    /** Starts both and connects the one that calls; {@code options} are the server's, {@code directory} must be empty. */
    static IdleConnections start(
            Pinning pinning, ServerKind engine, List<String> options, int sizeBytes, Path directory)
            throws IOException, InterruptedException {
        List<String> command = pinning.server(FootprintServer.class, options, directory);
        command.addAll(List.of(engine.name(), MeasuredTransport.UNIX.address(directory)));
        Child server = Child.start("server", command, directory);
        try {
            return new IdleConnections(pinning, server, sizeBytes, directory);
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private Child connect(String name) throws IOException, InterruptedException {
        List<String> command = pinning.client(FootprintClient.class, List.of(), directory);
        command.add(Integer.toString(sizeBytes));
        Child child = Child.start(name, command, directory);
        try {
            child.tell("connect " + address);
            child.expect("connected", PATIENCE);
            return child;
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** The latencies of some calls, one after the other on one connection. */
    record Calls(Histogram latency, double allocatedBytesPerCall) {}

    /** Calls for so long; allocated is what both ends did together. */
    Calls call(Duration duration) throws IOException, InterruptedException {
        long before = allocatedByServer();
        JsonNode called = ask(client, "call " + duration.toMillis(), "called", PATIENCE.plus(duration));
        long allocatedBytes =
                allocatedByServer() - before + called.path("allocatedBytes").asLong();
        Histogram latency = Recording.latencyOf(called);
        return new Calls(latency, (double) allocatedBytes / Math.max(1, latency.getTotalCount()));
    }

    /** Calls that do not count, each run asked for by itself. */
    void warmUp(List<Duration> runs) throws IOException, InterruptedException {
        warmUp(client, runs);
    }

    private static void warmUp(Child child, List<Duration> runs) throws IOException, InterruptedException {
        for (Duration run : runs) {
            ask(child, "call " + run.toMillis(), "called", PATIENCE.plus(run));
        }
    }

    private long allocatedByServer() throws IOException, InterruptedException {
        server.tell("allocated");
        return Long.parseLong(server.expect("allocated", PATIENCE));
    }

    /** Opens or closes some until there are so many, over as many processes as the limit of open files asks for. */
    void keepIdle(int number) throws IOException, InterruptedException {
        int each = (int) ((ProcessMemory.mostOpenFiles() - Footprint.SPARE_FILES) / FILES_OF_A_CLIENT);
        while (holders.size() * each < number) {
            holders.add(connect("holder" + holders.size()));
        }
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).tell("idle " + Math.max(0, Math.min(each, number - i * each)));
            holders.get(i).expect("idle", PATIENCE);
        }
        awaitConnections(1 + holders.size() + number);
    }

    /** A connection that is made is not yet one that the server has taken. */
    private void awaitConnections(int number) throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        for (long there = connections(); there != number; there = connections()) {
            if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
                throw new IOException("the server has other connections: expected=" + number + " there=" + there);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private long connections() throws IOException, InterruptedException {
        server.tell("connections");
        return Long.parseLong(server.expect("connections", PATIENCE));
    }

    /** The latencies of one call on each idle connection, and of as many calls between them on one connection. */
    record Firsts(Histogram first, Histogram others) {}

    /** By clients that have called so much before. */
    Firsts first(List<Duration> warmUps) throws IOException, InterruptedException {
        Firsts all = new Firsts(Recording.emptyHistogram(), Recording.emptyHistogram());
        for (Child holder : holders) {
            warmUp(holder, warmUps);
            JsonNode answer = ask(holder, "first", "first", PATIENCE);
            all.first().add(Recording.latencyOf(answer.path("first")));
            all.others().add(Recording.latencyOf(answer.path("others")));
        }
        return all;
    }

    private static JsonNode ask(Child child, String instruction, String answer, Duration patience)
            throws IOException, InterruptedException {
        child.tell(instruction);
        return JSON.readTree(child.expect(answer, patience));
    }

    /** The memory of the server's live objects, and of its process beside the heap; with {@link #STEADY_MEMORY}. */
    long serverBytes() throws IOException, InterruptedException {
        server.tell("heap");
        long liveBytes = Long.parseLong(server.expect("heap", PATIENCE));
        // The heap's own pages are all resident: their number does not change, and drops out of every difference.
        return liveBytes + ProcessMemory.residentBytes(server.handle());
    }

    @Override
    public void close() {
        holders.forEach(Child::close);
        client.close();
        server.close();
    }
}
