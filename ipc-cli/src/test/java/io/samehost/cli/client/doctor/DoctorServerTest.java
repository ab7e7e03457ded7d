package io.samehost.cli.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.peer.Peer;
import io.samehost.fixture.peer.PeerServer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ipc-client doctor ADDRESS}: the way to a server, and where it stops. */
final class DoctorServerTest extends DoctorFixture {
    @ParameterizedTest
    @CsvSource({"unix:./s", "tcp:0", "unix:@%s", "unixgram:./s"})
    void theWayToAServerIsWalkedToItsEnd(String address) throws Exception {
        String where = work.server("rpc", "-l", work.address(address)).address();

        Workplace.Result result = doctor(where);

        assertNothingBroken(result);
        assertEquals(
                List.of("ok resolve", "ok connect", "ok peer", "ok version", "ok health", "ok call"),
                steps(result),
                result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Go", "Rust"})
    void aServerInAnotherLanguageIsWellThoughItTellsNothing(String language) throws Exception {
        Peer peer = language.equals("Go") ? Peer.GO : Peer.RUST;
        try (PeerServer server = peer.serve("unix:" + work.path("s"))) {
            Workplace.Result result = doctor(server.address());

            assertNothingBroken(result);
            assertEquals(
                    List.of("ok resolve", "ok connect", "ok peer", "note version", "note health", "ok call"),
                    steps(result),
                    result.out());
        }
    }

    private static List<String> steps(Workplace.Result result) {
        List<String> all = findings(result.out());
        return all.subList(MACHINE.size(), all.size());
    }

    /** Where it stops, the rest is not tried. */
    private static void assertStops(Workplace.Result result, int exitCode, String... steps) {
        assertEquals(List.of(steps), steps(result), result.out());
        assertTrue(result.out().endsWith(")\n"), result.out());
        assertEquals(exitCode, result.exitCode(), result.out());
        assertEquals("", result.err());
    }

    @Test
    void withoutASocketFileItStopsAtOnce() throws Exception {
        Workplace.Result result = doctor("unix:./none");

        assertStops(
                result,
                3,
                "broken resolve",
                "skipped connect",
                "skipped peer",
                "skipped version",
                "skipped health",
                "skipped call");
        assertTrue(result.out().contains("no such socket file: path=" + work.path("none")), result.out());
    }

    @Test
    void whatIsNoServerOfCallsStopsAtTheFirstCall() throws Exception {
        work.server("hello", "-l", "unix:./s");

        assertStops(
                doctor("unix:./s"),
                5,
                "ok resolve",
                "ok connect",
                "ok peer",
                "broken version",
                "skipped health",
                "skipped call");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(work.path("s")));

            assertStops(
                    doctor("unix:./s", "--timeout", "500ms"),
                    68,
                    "ok resolve",
                    "ok connect",
                    "ok peer",
                    "broken version",
                    "skipped health",
                    "skipped call");
        }
    }

    @Test
    void anotherUsersServerIsNotSpokenTo() throws Exception {
        work.server("rpc", "-l", "unix:./s", "--mode", "0666", "--allow-any-user");
        List<String> line = asNobody(command(work.readableClassPath(), temporary, "unix:./s"));

        Workplace.Result result = work.run(line);

        assertStops(
                result,
                4,
                "ok resolve",
                "ok connect",
                "broken peer",
                "skipped version",
                "skipped health",
                "skipped call");
        assertTrue(result.out().contains("-> allow it with --server-user root"), result.out());
        line.addAll(List.of("--server-user", "root"));
        assertNothingBroken(work.run(line));
    }

    @Test
    void aServerToComeIsWaitedFor() throws Exception {
        Workplace.Started doctor = work.start(
                command(System.getProperty("java.class.path"), temporary, "unix:./s", "--wait", "60s"),
                Path.of("/dev/null"));
        work.server("rpc", "-l", "unix:./s");

        assertNothingBroken(work.finish(doctor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "tcp:0"})
    void theDefaultAddressIsLookedAtToo(String address) throws Exception {
        String where = work.server("rpc", "-l", address).address();
        List<String> line = new ArrayList<>(List.of("env", "IPC_ADDRESS=" + where));
        line.addAll(command(System.getProperty("java.class.path"), temporary));

        Workplace.Result result = work.run(line);

        assertTrue(result.out().contains("\nserver " + where + "\n"), result.out());
        assertFalse(result.out().contains("broken"), result.out());
    }
}
