package io.samehost.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.address.Address;
import io.samehost.client.Client;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The measured client process: {@code BenchClient LAYER PATTERN SIZE WINDOW}. Does what its parent says. */
final class BenchClient {
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Layer layer;
    private final Pattern pattern;
    private final int sizeBytes;
    private final int window;
    private final Recording recording = new Recording();

    private BenchClient(String[] args) {
        this.layer = Layer.valueOf(args[0]);
        this.pattern = Pattern.valueOf(args[1]);
        this.sizeBytes = Integer.parseInt(args[2]);
        this.window = Integer.parseInt(args[3]);
    }

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try {
            new BenchClient(args).obey(parent);
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    private void obey(ParentLine parent) throws IOException, InterruptedException {
        Address address = Address.parse(parent.next().substring("connect ".length()));
        Optional<SocketChannel> channel =
                layer == Layer.RAW ? Optional.of(Transports.connect(address, CONNECT_TIMEOUT_NANOS)) : Optional.empty();
        try (Workload workload = channel.isPresent() ? raw(channel.get()) : rpc(Client.connect(address))) {
            parent.say("connected");
            workload.run(recording, nanos(parent.next(), "warm "));
            parent.say("warmed");
            long measureNanos = nanos(parent.next(), "measure ");
            recording.reset();
            long startNanos = System.nanoTime();
            workload.run(recording, measureNanos);
            long elapsedNanos = System.nanoTime() - startNanos;
            // The parent reads our CPU time now, before the work of writing it all down.
            parent.say("measured");
            parent.next();
            parent.say("result", result(elapsedNanos, channel).toString());
            parent.next();
        }
    }

    private Workload raw(SocketChannel channel) {
        return switch (pattern) {
            case PING_PONG -> new RawPingPong(channel, sizeBytes);
            case PIPELINED -> new RawPipelined(channel, sizeBytes, window);
        };
    }

    private Workload rpc(Client client) {
        return switch (pattern) {
            case PING_PONG -> new RpcPingPong(client, sizeBytes);
            case PIPELINED -> new RpcPipelined(client, sizeBytes, window);
        };
    }

    private static long nanos(String instruction, String word) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction.substring(word.length())));
    }

    /** Buffer sizes are read at the end, since the kernel lets those of TCP grow on the way. */
    private ObjectNode result(long elapsedNanos, Optional<SocketChannel> channel) throws IOException {
        ObjectNode json = recording.toJson(elapsedNanos);
        if (channel.isPresent()) {
            json.put("sendBufferBytes", channel.get().getOption(StandardSocketOptions.SO_SNDBUF));
            json.put("receiveBufferBytes", channel.get().getOption(StandardSocketOptions.SO_RCVBUF));
        }
        return json;
    }
}
