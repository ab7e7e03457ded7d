package io.samehost.bench.peer;

import io.samehost.bench.plan.Choice;
import io.samehost.bench.plan.Contenders;
import io.samehost.bench.plan.Effort;
import io.samehost.bench.plan.Loads;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.plan.Subject;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The plan for a comparison with peers: small messages one by one and in a window, and large ones in a window. */
public final class PeerPlan {
    private static final int RUNS = 5;
    private static final List<ByteSize> SIZES = List.of(new ByteSize(64), new ByteSize(64 * 1024));

    /** For small messages, and for large ones. */
    private static final List<Integer> WINDOWS = List.of(64, 8);

    /** Longer than elsewhere: gRPC has the most code that a JVM must compile, and gains from it for {@link #GRPC_WARM_UP_SECONDS}. */
    private static final Times FULL = new Times(RUNS, 3.4, 0.6, Choice.PEERS.patienceSeconds());

    private static final Times QUICK = new Times(RUNS, 1.1, 0.3, Choice.PEERS.patienceSeconds());

    /** By when gRPC is compiled, on two processors: one call took 187 us after three seconds, 104 us after eight. */
    static final double GRPC_WARM_UP_SECONDS = 8;

    /** Runs, and the seconds of each. */
    public record Times(int runs, double warmUpSeconds, double seconds, double patienceSeconds) {
        public static Times of(boolean quick) {
            return quick ? QUICK : FULL;
        }
    }

    private PeerPlan() {}

    /**
     * Our own calls with both engines, the floor and peers: about ten minutes over both families, or three if quick, which
     * leaves TCP out.
     */
    public static Plan of(boolean quick, List<ServerKind> peers, Times times, Placement placement) {
        List<Subject> subjects =
                new ArrayList<>(Subject.each(List.of(Layer.RPC), List.of(ServerKind.THREADS, ServerKind.LOOP)));
        subjects.addAll(Subject.each(List.of(Layer.PEER), peers));
        List<MeasuredTransport> transports =
                quick ? List.of(MeasuredTransport.UNIX) : List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP);
        return new Plan(
                Contenders.blocking(transports, subjects, true),
                Loads.of(List.of(Pattern.PING_PONG, Pattern.PIPELINED), SIZES, WINDOWS),
                new Effort(times.runs(), WarmUp.same(times.warmUpSeconds()), times.seconds(), times.patienceSeconds()),
                Choice.PEERS,
                placement);
    }

    /** Our calls with the default engine against each peer with the same load over the same transport. */
    public static List<Rows.Comparison> comparisons(Plan plan) {
        return new Rows(plan)
                .scenarios().stream()
                        .filter(scenario -> scenario.layer() == Layer.PEER)
                        .map(peer -> new Rows.Comparison(counterpart(peer), peer))
                        .toList();
    }

    private static Scenario counterpart(Scenario peer) {
        return new Scenario(
                peer.transport(),
                ServerKind.THREADS,
                Layer.RPC,
                peer.pattern(),
                peer.size(),
                peer.inFlight(),
                peer.pace());
    }

    /**
     * Peers by name, each once; all of them where none is named.
     *
     * @throws IllegalArgumentException if a name is none of theirs; the message has those that are
     */
    public static List<ServerKind> named(List<String> names) {
        return names.isEmpty()
                ? ServerKind.peers()
                : names.stream().map(PeerPlan::named).distinct().toList();
    }

    private static ServerKind named(String name) {
        return ServerKind.peers().stream()
                .filter(peer -> peer.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown peer: name=" + name + ", use one of "
                        + ServerKind.peers().stream()
                                .map(ServerKind::optionName)
                                .collect(Collectors.joining(", "))));
    }
}
