package io.samehost.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The measured client process: {@code BenchClient LAYER PATTERN SIZE WINDOW}. Does what its parent says. */
final class BenchClient {
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
        String address = parent.next().substring("connect ".length());
        Optional<SocketChannel> channel = layer == Layer.RAW ? Optional.of(Stopgap.connect(address)) : Optional.empty();
        try (Workload workload = channel.isPresent() ? raw(channel.get()) : rpc(Stopgap.caller(address))) {
            parent.say("connected");
            run(workload, millis(parent.next(), "warm "));
            parent.say("warmed");
            long measureNanos = millis(parent.next(), "measure ");
            recording.reset();
            long elapsedNanos = run(workload, measureNanos);
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

    private Workload rpc(UnaryCaller caller) {
        return switch (pattern) {
            case PING_PONG -> new RpcPingPong(caller, sizeBytes);
            case PIPELINED -> new RpcPipelined(caller, sizeBytes, window);
        };
    }

    private static long millis(String instruction, String word) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction.substring(word.length())));
    }

    /** Keeps the workload going for a time, and returns how long it took with the last replies. */
    private long run(Workload workload, long durationNanos) throws IOException {
        long startNanos = System.nanoTime();
        long nowNanos = startNanos;
        do {
            nowNanos = workload.exchange(recording, nowNanos);
        } while (nowNanos - startNanos < durationNanos);
        workload.drain(recording);
        return System.nanoTime() - startNanos;
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
