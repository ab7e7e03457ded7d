package io.samehost.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A fresh {@link FootprintServer} and a fresh {@link FootprintClient}, each in its own process. */
final class IdleConnections implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole heap is resident from the start, so that what grows later is outside of it. */
    private static final List<String> RESIDENT_HEAP = List.of("-XX:+AlwaysPreTouch");

    private final Child server;
    private final Child client;

    private IdleConnections(Child server, Child client) {
        this.server = server;
        this.client = client;
    }

    /** Starts both and connects the one that calls; {@code directory} must be empty. */
    static IdleConnections start(Engine engine, int sizeBytes, Path directory)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Programs.jvm(FootprintServer.class, RESIDENT_HEAP, directory));
        command.addAll(List.of(engine.name(), Transport.UNIX.address(directory)));
        Child server = Child.start("server", command, directory);
        try {
            command = new ArrayList<>(Programs.jvm(FootprintClient.class, List.of(), directory));
            command.add(Integer.toString(sizeBytes));
            IdleConnections pair = new IdleConnections(server, Child.start("client", command, directory));
            pair.client.tell("connect " + server.expect("ready", PATIENCE));
            pair.client.expect("connected", PATIENCE);
            return pair;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** What some calls took, one after the other on one connection. */
    record Calls(Histogram latency, double allocatedBytesPerCall) {}

    /** Calls for so long; allocated is what both ends did together. */
    Calls call(Duration duration) throws IOException, InterruptedException {
        long before = allocatedByServer();
        JsonNode called = ask("call " + duration.toMillis(), "called", PATIENCE.plus(duration));
        long allocatedBytes =
                allocatedByServer() - before + called.path("allocatedBytes").asLong();
        Histogram latency = Recording.latencyOf(called);
        return new Calls(latency, (double) allocatedBytes / Math.max(1, latency.getTotalCount()));
    }

    private long allocatedByServer() throws IOException, InterruptedException {
        server.tell("allocated");
        return Long.parseLong(server.expect("allocated", PATIENCE));
    }

    void keepIdle(int number) throws IOException, InterruptedException {
        client.tell("idle " + number);
        client.expect("idle", PATIENCE);
    }

    /** One call on each idle connection. */
    Histogram first() throws IOException, InterruptedException {
        return Recording.latencyOf(ask("first", "first", PATIENCE));
    }

    private JsonNode ask(String instruction, String answer, Duration patience)
            throws IOException, InterruptedException {
        client.tell(instruction);
        return JSON.readTree(client.expect(answer, patience));
    }

    /** What the server's live objects take, and what its process takes beside the heap. */
    long serverBytes() throws IOException, InterruptedException {
        server.tell("heap");
        long liveBytes = Long.parseLong(server.expect("heap", PATIENCE));
        // The heap's own pages are all resident: their number does not change, and drops out of every difference.
        return liveBytes + ProcessMemory.residentBytes(server.handle());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
