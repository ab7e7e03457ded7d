package io.samehost.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Child;
import io.samehost.bench.process.MachineLoad.Ticks;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Measurement.Buffers;
import io.samehost.bench.scenario.Scenario;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fresh server and a fresh client, each in its own process, for one run of one scenario. */
public final class ProcessPair implements Closeable {
    /** Beyond what was asked for. When it is over, something is stuck: a deadlock, or a machine without mercy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child server;
    private final Child client;

    private ProcessPair(Child server, Child client) {
        this.server = server;
        this.client = client;
    }

    /** Starts both; {@code directory} must be empty, and takes the socket file and what the processes complain of. */
    public static ProcessPair start(Scenario scenario, Programs programs, Path directory) throws IOException {
        String address = programs.address(scenario, directory);
        Child server = Child.start("server", programs.server(scenario, address), directory);
        try {
            return new ProcessPair(server, Child.start("client", programs.client(scenario), directory));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Connects the client, warms both ends up and measures one run.
     *
     * @param warmUps how long each run is that comes before the measured one and does not count
     */
    public Measurement measure(List<Duration> warmUps, Duration duration) throws IOException, InterruptedException {
        client.tell("connect " + server.expect("ready", PATIENCE));
        client.expect("connected", PATIENCE);
        for (Duration warmUp : warmUps) {
            client.tell("warm " + warmUp.toMillis());
            client.expect(
                    "warmed", warmUp.multipliedBy(2 * WarmUp.OF_A_RATE_SEARCH).plus(PATIENCE));
        }

        Snapshot before = Snapshot.of(client, server);
        client.tell("measure " + duration.toMillis());
        client.expect("measured", duration.plus(PATIENCE));
        Snapshot after = Snapshot.of(client, server);

        client.tell("result");
        Measurement measurement = measurement(JSON.readTree(client.expect("result", PATIENCE)), before, after);
        if (measurement.messages() == 0) {
            throw new IOException("no good reply: errors=" + measurement.errors());
        }
        return measurement;
    }

    /** All counters at one moment, read between two instructions: the pair is idle meanwhile. */
    private record Snapshot(Ticks machine, ProcessUsage client, ProcessUsage server, ProcessUsage parent) {

        static Snapshot of(Child client, Child server) throws IOException {
            return new Snapshot(
                    Ticks.now(),
                    ProcessUsage.of(client.handle()),
                    ProcessUsage.of(server.handle()),
                    ProcessUsage.of(ProcessHandle.current()));
        }
    }

    private static Measurement measurement(JsonNode result, Snapshot before, Snapshot after) {
        ProcessUsage client = after.client().since(before.client());
        ProcessUsage server = after.server().since(before.server());
        ProcessUsage parent = after.parent().since(before.parent());
        Optional<Buffers> buffers = result.has("sendBufferBytes")
                ? Optional.of(new Buffers(
                        result.path("sendBufferBytes").asInt(),
                        result.path("receiveBufferBytes").asInt()))
                : Optional.empty();
        return new Measurement(
                Recording.latencyOf(result),
                result.path("elapsedNanos").asLong(),
                result.path("errors").asLong(),
                result.path("missed").asLong(),
                result.path("lost").asLong(),
                client,
                server,
                after.machine().since(before.machine(), client.cpuNanos() + server.cpuNanos() + parent.cpuNanos()),
                buffers);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
