package io.samehost.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.floor.Floor;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Network;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.Placement.Processors;
import io.samehost.bench.result.Measurement;
import io.samehost.bench.run.ProcessPair;
import io.samehost.bench.run.Programs;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.SearchPath;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs of peers keep the contract of measured processes: one real pair for each peer whose packages are installed.
 * Those in C, which build in a moment, always; the others with {@code -Dsamehost.bench.peers=true}, since they take minutes
 * and fetch from a registry.
 */
@Timeout(600)
final class PeerProgramsTest {
    private static final Path BENCH =
            Environment.placeOfThisBuild().toAbsolutePath().getParent().getParent();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"LIBZMQ", "NNG"})
    void aPeerThatIsBuiltInAMomentIsMeasuredAsWeAre(ServerKind peer) throws Exception {
        measureEveryLoad(peer);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRPC_JAVA", "NETTY", "GO_TTRPC", "RUST_TTRPC"})
    void anyOtherPeerIsMeasuredAsWeAre(ServerKind peer) throws Exception {
        Assumptions.assumeTrue(
                Boolean.getBoolean("samehost.bench.peers"),
                "takes minutes to build: run with -Dsamehost.bench.peers=true");
        measureEveryLoad(peer);
    }

    private void measureEveryLoad(ServerKind peer) throws Exception {
        List<PeerRecipe> recipe =
                PeerRecipe.all(BENCH).stream().filter(one -> one.peer() == peer).toList();
        Peers peers = new PeerBuild(
                        BENCH.resolve("target/peers"), SearchPath.ofThisProcess(), new PrintWriter(new StringWriter()))
                .build(recipe);
        if (peers.all().get(peer) instanceof Peers.Absent absent) {
            Assumptions.assumeFalse(absent.reason().startsWith("not installed"), absent.reason());
        }
        Programs programs = new Programs(
                new Floor.Absent("not asked for"),
                peers,
                Placement.NONE,
                new Processors(List.of(0)),
                Network.HOST,
                directory);
        Plan plan = PeerPlan.of(false, List.of(peer), PeerPlan.Times.of(true), Placement.NONE);
        for (Scenario scenario : new Rows(plan).scenarios()) {
            if (scenario.layer() == Layer.PEER) {
                assertMeasured(scenario, programs);
            }
        }
    }

    private void assertMeasured(Scenario scenario, Programs programs) throws Exception {
        Path own = Files.createTempDirectory(directory, "p");
        try (ProcessPair pair = ProcessPair.start(scenario, programs, own)) {
            Measurement measurement =
                    pair.measure(Collections.nCopies(2, Duration.ofMillis(50)), Duration.ofMillis(100));
            assertEquals(0, measurement.errors(), scenario::toString);
            assertTrue(measurement.messages() > 0, scenario::toString);
            assertTrue(measurement.percentileNanos(50) > 0, scenario::toString);
        }
    }
}
