package io.samehost.bench.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.address.Address;
import io.samehost.bench.load.raw.DatagramFlood;
import io.samehost.bench.load.raw.DatagramPingPong;
import io.samehost.bench.load.raw.RawConnect;
import io.samehost.bench.load.raw.RawMany;
import io.samehost.bench.load.raw.RawPaced;
import io.samehost.bench.load.raw.RawPingPong;
import io.samehost.bench.load.raw.RawPipelined;
import io.samehost.bench.load.raw.RawStream;
import io.samehost.bench.load.raw.Sockets;
import io.samehost.bench.load.rpc.BufferServerStream;
import io.samehost.bench.load.rpc.BufferStream;
import io.samehost.bench.load.rpc.Calls;
import io.samehost.bench.load.rpc.RpcConnect;
import io.samehost.bench.load.rpc.RpcFlood;
import io.samehost.bench.load.rpc.RpcPaced;
import io.samehost.bench.load.rpc.RpcPingPong;
import io.samehost.bench.load.rpc.RpcPipelined;
import io.samehost.bench.load.rpc.RpcServerStream;
import io.samehost.bench.load.rpc.RpcStream;
import io.samehost.bench.load.workload.PacedWorkload;
import io.samehost.bench.load.workload.RateSearch;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Workload;
import io.samehost.bench.process.ParentLine;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ClientInterceptor;
import io.samehost.client.DatagramClient;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The measured client process: {@code BenchClient SCENARIO}. Does what its parent says. */
public final class BenchClient {
    private final Scenario scenario;
    private final Recording recording = new Recording();

    /** Raw connections that stay, whose buffers are asked for at the end. */
    private List<SocketChannel> channels = List.of();

    private BenchClient(Scenario scenario) {
        this.scenario = scenario;
    }

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try {
            new BenchClient(Scenario.parse(args)).obey(parent);
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    private void obey(ParentLine parent) throws IOException, InterruptedException {
        Address address = Address.parse(parent.next().substring("connect ".length()));
        try (Workload workload = scenario.layer() == Layer.RAW ? raw(address) : rpc(address)) {
            parent.say("connected");
            String instruction = parent.next();
            for (; instruction.startsWith("warm "); instruction = parent.next()) {
                workload.run(recording, nanos(instruction, "warm "));
                parent.say("warmed");
            }
            long measureNanos = nanos(instruction, "measure ");
            recording.reset();
            long startNanos = System.nanoTime();
            workload.run(recording, measureNanos);
            long elapsedNanos = System.nanoTime() - startNanos;
            // The parent reads our CPU time now, before the work of writing it all down.
            parent.say("measured");
            parent.next();
            parent.say("result", result(elapsedNanos).toString());
            parent.next();
        }
    }

    private Workload raw(Address address) throws IOException {
        Sockets sockets = new Sockets(scenario.waiting(), scenario.buffers());
        int sizeBytes = scenario.size().bytes();
        if (scenario.transport().isDatagram()) {
            DatagramPort port = Datagrams.connect(address);
            return scenario.pattern() == Pattern.FLOOD
                    ? new DatagramFlood(port, sizeBytes)
                    : new DatagramPingPong(port, scenario.waiting(), sizeBytes);
        }
        if (scenario.pattern() == Pattern.CONNECT) {
            return new RawConnect(sockets, address, sizeBytes);
        }
        channels = sockets.connect(address, scenario.pattern() == Pattern.MANY ? scenario.inFlight() : 1);
        SocketChannel channel = channels.get(0);
        return switch (scenario.pattern()) {
            case PING_PONG -> new RawPingPong(channel, sizeBytes);
            case PIPELINED, BULK -> new RawPipelined(channel, sizeBytes, scenario.inFlight());
            case STREAM -> new RawStream(channel, sizeBytes);
            case RATE, MAX_RATE -> paced(new RawPaced(channel, sizeBytes));
            case MANY -> new RawMany(channels, sizeBytes);
            case SERVER_STREAM, CONNECT, FLOOD ->
                throw new IllegalStateException("not over one raw stream: scenario=" + scenario);
        };
    }

    private Workload rpc(Address address) throws IOException {
        int sizeBytes = scenario.size().bytes();
        return switch (scenario.pattern()) {
            case PING_PONG -> new RpcPingPong(calls(address), sizeBytes);
            case PIPELINED, BULK ->
                scenario.layer() == Layer.RPC_BUFFERS
                        ? RpcPipelined.ofBuffers(client(address), sizeBytes, scenario.inFlight())
                        : new RpcPipelined(client(address), sizeBytes, scenario.inFlight());
            case STREAM ->
                scenario.layer() == Layer.RPC_BUFFERS
                        ? new BufferStream(client(address), sizeBytes)
                        : new RpcStream(client(address), sizeBytes);
            case SERVER_STREAM ->
                scenario.layer() == Layer.RPC_BUFFERS
                        ? new BufferServerStream(client(address), sizeBytes)
                        : new RpcServerStream(client(address), sizeBytes);
            case CONNECT -> new RpcConnect(address, config(), sizeBytes);
            case RATE, MAX_RATE -> paced(new RpcPaced(client(address), sizeBytes));
            case MANY -> new RpcPipelined(clients(address, scenario.inFlight()), sizeBytes);
            case FLOOD -> new RpcFlood(address, config(), sizeBytes);
        };
    }

    private Calls calls(Address address) throws IOException {
        if (scenario.layer() == Layer.RPC_TYPED) {
            return Calls.typedOver(client(address));
        }
        return scenario.transport().isDatagram()
                ? Calls.over(
                        DatagramClient.connect(address, config()), Duration.ofNanos(DatagramPingPong.PATIENCE_NANOS))
                : Calls.over(client(address));
    }

    private Client client(Address address) throws IOException {
        return Client.connect(address, config());
    }

    private ClientConfig config() {
        ClientConfig config = ClientConfig.DEFAULT
                .withSpin(scenario.waiting().spin())
                .withSocketBuffers(scenario.buffers().bytes());
        if (scenario.layer() == Layer.RPC_INTERCEPTED) {
            config = config.withInterceptor(new ClientInterceptor() {});
        }
        return scenario.transport() == MeasuredTransport.UDP ? config.withAnyServerUser() : config;
    }

    private Workload paced(PacedWorkload paced) {
        SendRate pace = scenario.pace();
        return scenario.pattern() == Pattern.RATE
                ? PacedWorkload.at(pace.perSecond(), paced)
                : new RateSearch(paced, pace.p99BoundNanos());
    }

    private List<Client> clients(Address address, int number) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(client(address));
        }
        return clients;
    }

    private static long nanos(String instruction, String word) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction.substring(word.length())));
    }

    /** Buffer sizes are read at the end, since the kernel lets those of TCP grow on the way. */
    private ObjectNode result(long elapsedNanos) throws IOException {
        ObjectNode json = recording.toJson(elapsedNanos);
        if (!channels.isEmpty()) {
            json.put("sendBufferBytes", bufferBytes(StandardSocketOptions.SO_SNDBUF));
            json.put("receiveBufferBytes", bufferBytes(StandardSocketOptions.SO_RCVBUF));
        }
        return json;
    }

    /** Linux tells twice of what was asked for; the JDK halves it, junixsocket does not. */
    private int bufferBytes(SocketOption<Integer> buffer) throws IOException {
        int told = channels.get(0).getOption(buffer);
        return scenario.transport().usesJunixsocket() ? told / 2 : told;
    }
}
