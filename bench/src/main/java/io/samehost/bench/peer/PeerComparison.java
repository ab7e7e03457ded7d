package io.samehost.bench.peer;

import io.samehost.bench.plan.Rows;
import io.samehost.bench.result.Outcome.Measured;
import io.samehost.bench.result.Results;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.util.ArrayList;
import java.util.List;

/** Our calls beside a peer, with the same load over the same transport: what the rounds that measured both say. */
record PeerComparison(Scenario ours, Scenario peer, Verdict verdict, double warmUpSeconds) {
    private static final String OUR_NAME = "samehost";

    /** The default engine against each peer that was measured, in the order of reports. */
    static List<PeerComparison> of(Results results) {
        List<PeerComparison> comparisons = new ArrayList<>();
        for (Rows.Comparison pair : PeerPlan.comparisons(results.plan())) {
            List<Verdict.Sample> left = samples(results, pair.left());
            List<Verdict.Sample> right = samples(results, pair.right());
            if (!left.isEmpty() && !right.isEmpty()) {
                comparisons.add(new PeerComparison(
                        pair.left(),
                        pair.right(),
                        Verdict.of(left, right),
                        results.plan().effort().warmUp().secondsOf(pair.right())));
            }
        }
        return comparisons;
    }

    private static List<Verdict.Sample> samples(Results results, Scenario scenario) {
        return results.measured().stream()
                .filter(run -> run.scenario().equals(scenario))
                .map(Measured::sample)
                .toList();
    }

    /** {@code 64 B ping-pong, unix: samehost 3.00x [2.50-3.50] as fast as libzmq}. */
    String words() {
        return peer.load() + ", " + peer.transport().label() + ": "
                + verdict.words(OUR_NAME, peer.engine().label())
                + (isYoung()
                        ? ", which was still being compiled: warmUpSeconds=" + warmUpSeconds + ", use --warm-up "
                                + Math.round(PeerPlan.GRPC_WARM_UP_SECONDS)
                        : "");
    }

    /** True if the ratio says as much about the compiler of the JVM as about the peer. */
    private boolean isYoung() {
        return peer.engine() == ServerKind.GRPC_JAVA && warmUpSeconds < PeerPlan.GRPC_WARM_UP_SECONDS;
    }
}
