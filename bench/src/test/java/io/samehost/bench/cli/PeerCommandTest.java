package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.scenario.ServerKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command refuses bad options before it builds or measures anything. */
final class PeerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpStartsWithExamplesAndNamesEveryPeer() {
        assertEquals(0, execute("-h"));
        assertTrue(out.toString().startsWith("Examples:"), out::toString);
        String words = out.toString().replaceAll("\\s+", " ");
        ServerKind.peers().forEach(peer -> assertTrue(words.contains(peer.optionName()), words));
    }

    @Test
    void anUnknownPeerIsAUsageErrorBeforeItBuilds() {
        assertEquals(2, execute("--only=pigeon"));
        assertTrue(
                err.toString().startsWith("bench: unknown peer: name=pigeon, use one of grpc-java, "), err::toString);
    }

    @Test
    void noRunsAreAUsageErrorBeforeItBuilds() {
        assertEquals(2, execute("--runs=0"));
    }

    private int execute(String argument) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute("peers", argument);
    }
}
