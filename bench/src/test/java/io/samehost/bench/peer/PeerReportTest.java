package io.samehost.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.peer.Peers.Absent;
import io.samehost.bench.peer.Peers.Built;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.process.Placement;
import io.samehost.bench.result.MadeUpReport;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five made-up rounds in which a call takes 10 us here and 30 us with libzmq, and nng is not installed. */
public final class PeerReportTest {
    private static final String REASON = "not installed: apt-get install gcc libnng-dev";
    private static final Scenario OURS = pingPong(ServerKind.THREADS, Layer.RPC);
    private static final Scenario ZMQ = pingPong(ServerKind.LIBZMQ, Layer.PEER);
    private static final Scenario NNG = pingPong(ServerKind.NNG, Layer.PEER);

    @Test
    void ourCallsAreComparedWithEachPeerThatWasMeasured() {
        List<PeerComparison> comparisons = madeUp().comparisons();
        assertEquals(1, comparisons.size());
        assertTrue(
                comparisons
                        .get(0)
                        .words()
                        .matches("64 B ping-pong, unix: samehost [23]\\.\\d\\dx \\[.*] as fast as libzmq"),
                comparisons.get(0)::words);
    }

    @Test
    void aRatioToGrpcSaysWhenItWasStillBeingCompiled() {
        Scenario grpc = pingPong(ServerKind.GRPC_JAVA, Layer.PEER);
        Verdict verdict = new Verdict.Withheld(Verdict.Withheld.Why.TOO_FEW, 1, 5, Optional.empty());
        String young = new PeerComparison(OURS, grpc, verdict, 1.5).words();
        assertTrue(young.endsWith(", which was still being compiled: warmUpSeconds=1.5, use --warm-up 8"), young);
        String warm = new PeerComparison(OURS, grpc, verdict, 8).words();
        assertTrue(warm.endsWith("no verdict on samehost and gRPC-java"), warm);
    }

    @Test
    void aPeerThatIsMissingIsARowThatSaysHowToGetIt() {
        StringWriter text = new StringWriter();
        madeUp().print(new Terminal(false), 100, new PrintWriter(text));
        assertTrue(
                text.toString().lines().anyMatch(line -> line.startsWith("  peer") && line.endsWith(REASON)),
                text::toString);
        assertTrue(
                new PeerMarkdown(madeUp()).text().contains("| peer, nng | unix | - unavailable: " + REASON + " |\n"),
                () -> new PeerMarkdown(madeUp()).text());
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100})
    void noLineOnATerminalIsWiderThanThat(int width) {
        StringWriter text = new StringWriter();
        madeUp().print(new Terminal(false), width, new PrintWriter(text));
        assertEquals(
                List.of(),
                text.toString().lines().filter(line -> line.length() > width).toList());
    }

    @Test
    void itsTerminalTextOpensWithAChartAndTheComparisons() {
        StringWriter text = new StringWriter();
        madeUp().print(new Terminal(false), 100, new PrintWriter(text));
        List<String> lines = text.toString().lines().toList();
        assertEquals(PeerReport.QUESTION, lines.get(0));
        assertTrue(lines.get(2).contains("<-samehost 4x"), text::toString);
        assertTrue(lines.get(3).startsWith("  64 B ping-pong, unix "), text::toString);
        assertTrue(text.toString().contains(" as fast as libzmq\n"), text::toString);
        assertTrue(text.toString().contains("  libzmq (4.3.4-6): ipc"), text::toString);
    }

    @Test
    void machinesGetTheComparisonAndHowPeersAreDriven() {
        var json = madeUp().toJson();
        assertEquals("libzmq", json.at("/peers/0/name").asText());
        assertEquals("4.3.4-6", json.at("/peers/0/version").asText());
        assertEquals("shown", json.at("/peerComparisons/0/verdict").asText());
        assertTrue(json.at("/peerComparisons/0/ratio").asDouble() > 2, json::toString);
    }

    public static PeerReport madeUp() {
        Plan plan =
                PeerPlan.of(true, List.of(ServerKind.LIBZMQ, ServerKind.NNG), PeerPlan.Times.of(true), Placement.NONE);
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < plan.effort().runs(); round++) {
            outcomes.add(MadeUpReport.measured(round, OURS, 10_000 + 100 * round, MadeUpReport.QUIET));
            outcomes.add(MadeUpReport.measured(round, ZMQ, 30_000 + 100 * round, MadeUpReport.QUIET));
        }
        outcomes.add(new Outcome.Unavailable(0, NNG, REASON));
        PeerRecipe zmq = PeerRecipe.all(Path.of("bench")).stream()
                .filter(recipe -> recipe.peer() == ServerKind.LIBZMQ)
                .findFirst()
                .orElseThrow();
        Peers peers =
                new Peers(Map.of(ServerKind.LIBZMQ, new Built(zmq, "4.3.4-6"), ServerKind.NNG, new Absent(REASON)));
        return new PeerReport(MadeUpReport.of(plan, outcomes), peers);
    }

    private static Scenario pingPong(ServerKind engine, Layer layer) {
        return new Scenario(MeasuredTransport.UNIX, engine, layer, Pattern.PING_PONG, MadeUpReport.SIZE, 1);
    }
}
