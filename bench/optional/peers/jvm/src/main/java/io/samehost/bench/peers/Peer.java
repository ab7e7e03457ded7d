package io.samehost.bench.peers;

import io.samehost.bench.process.ParentLine;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * gRPC-java or netty in the place of this project, as a server or as a client:
 *
 * <pre>
 * Peer grpc-java|netty server ADDRESS
 * Peer grpc-java|netty client PATTERN SIZE WINDOW
 * </pre>
 *
 * <p>What it says to its parent is in the README beside the project.
 */
public final class Peer {
    private Peer() {}

    public static void main(String[] args) {
        ParentLine parent = ParentLine.open();
        try {
            if (args[1].equals("server")) {
                serve(args[0], args[2], parent);
            } else {
                measure(args[0], Integer.parseInt(args[3]), Integer.parseInt(args[4]), parent);
            }
        } catch (Exception e) {
            parent.fail(e);
        }
    }

    private static void serve(String name, String address, ParentLine parent) throws Exception {
        SocketAddress wanted = Epoll.parse(address);
        SocketAddress bound = name.equals("netty") ? NettyEcho.serve(wanted) : GrpcEcho.serve(wanted);
        parent.say("ready", bound instanceof InetSocketAddress tcp ? "tcp:127.0.0.1:" + tcp.getPort() : address);
        parent.next();
    }

    private static void measure(String name, int sizeBytes, int window, ParentLine parent) throws Exception {
        SocketAddress address = Epoll.parse(parent.next().substring("connect ".length()));
        Load load = name.equals("netty")
                ? new NettyLoad(address, sizeBytes, window)
                : window == 1 ? new GrpcPingPong(address, sizeBytes) : new GrpcPipelined(address, sizeBytes, window);
        Recording recording = new Recording();
        parent.say("connected");
        String instruction = parent.next();
        for (; instruction.startsWith("warm "); instruction = parent.next()) {
            load.run(recording, nanos(instruction, "warm "));
            parent.say("warmed");
        }
        long measureNanos = nanos(instruction, "measure ");
        recording.reset();
        long startNanos = System.nanoTime();
        load.run(recording, measureNanos);
        long elapsedNanos = System.nanoTime() - startNanos;
        parent.say("measured");
        parent.next();
        parent.say("result", recording.toJson(elapsedNanos));
        parent.next();
    }

    private static long nanos(String instruction, String word) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction.substring(word.length())));
    }
}
