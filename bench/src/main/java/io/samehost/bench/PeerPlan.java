package io.samehost.bench;

import io.samehost.bench.Plan.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is measured beside peers: small messages one by one and in a window, and large ones in a window. */
final class PeerPlan {
    private static final int RUNS = 5;
    private static final List<ByteSize> SIZES = List.of(new ByteSize(64), new ByteSize(64 * 1024));

    /** Of small messages, and of large ones. */
    private static final List<Integer> WINDOWS = List.of(64, 8);

    /** Longer than elsewhere: gRPC has the most code that a JVM must compile, and gains from it for {@link #GRPC_WARM_UP_SECONDS}. */
    private static final Times FULL = new Times(RUNS, 3.4, 0.6);

    private static final Times QUICK = new Times(RUNS, 1.1, 0.3);

    /** By when gRPC is compiled, on two processors: one call took 187 us after three seconds, 104 us after eight. */
    static final double GRPC_WARM_UP_SECONDS = 8;

    /** How often and how long. */
    record Times(int runs, double warmUpSeconds, double seconds) {
        static Times of(boolean quick) {
            return quick ? QUICK : FULL;
        }
    }

    private PeerPlan() {}

    /**
     * Our own calls with both engines, the floor and peers: about ten minutes over both families, or three if quick, which
     * leaves TCP out.
     */
    static Plan of(boolean quick, List<Engine> peers, Times times, Placement placement) {
        List<Subject> subjects =
                new ArrayList<>(Subject.each(List.of(Layer.RPC), List.of(Engine.THREADS, Engine.LOOP)));
        subjects.addAll(Subject.each(List.of(Layer.PEER), peers));
        return new Plan(
                quick ? List.of(Transport.UNIX) : List.of(Transport.UNIX, Transport.TCP),
                List.of(Pattern.PING_PONG, Pattern.PIPELINED),
                subjects,
                SIZES,
                WINDOWS,
                List.of(SocketBuffers.DEFAULT),
                times.runs(),
                WarmUp.same(times.warmUpSeconds()),
                times.seconds(),
                placement,
                true,
                Plan.Loads.DEFAULT,
                false,
                Choice.PEERS);
    }

    /**
     * Peers by name, each once; all of them where none is named.
     *
     * @throws IllegalArgumentException if a name is none of theirs; the message has those that are
     */
    static List<Engine> named(List<String> names) {
        return names.isEmpty()
                ? Engine.peers()
                : names.stream().map(PeerPlan::named).distinct().toList();
    }

    private static Engine named(String name) {
        return Engine.peers().stream()
                .filter(peer -> peer.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown peer: name=" + name + "; use one of "
                        + Engine.peers().stream().map(Engine::optionName).collect(Collectors.joining(", "))));
    }
}
