package io.samehost.server.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that answer calls. */
@Timeout(60)
final class ExecCallsTest {
    private static final byte[] NO_BYTES = {};

    private final ExecCalls calls =
            new ExecCalls(ExecFixture.IMPATIENT.withMaxChildren(2).withOutputGrace(Duration.ofMillis(200)));
    private TemporaryDirectory directory;
    private Server server;
    private RawPeer peer;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void close() throws IOException {
        if (peer != null) {
            peer.close();
            server.close(Duration.ZERO);
        }
        calls.close();
        directory.close();
    }

    /** Serves one method, by a script that finds a directory of its own in {@code $DIR}. */
    private RawPeer serve(String script) throws IOException {
        return serve("sh", "-c", script);
    }

    private RawPeer serve(String... command) throws IOException {
        Path work = Files.createDirectories(directory.path().resolve("work"));
        ServerBuilder builder = Server.builder()
                .listen("unix:" + directory.path().resolve("s"))
                .handle(
                        Bytes.SERVICE,
                        "run",
                        calls.handler(List.of(command), environment -> environment.put("DIR", work.toString())));
        server = builder.start();
        peer = RawPeer.connect(server.addresses().get(0));
        return peer;
    }

    private String refusal(StatusCode code) throws IOException {
        peer.send(Bytes.call(1, "run", NO_BYTES));
        return peer.refusal(1, code);
    }

    private long pidIn(String file) throws IOException {
        Path written = directory.path().resolve("work").resolve(file);
        Awaitility.await().until(() -> Files.exists(written) && Files.size(written) > 0);
        return Long.parseLong(Files.readString(written).strip());
    }

    private static void awaitEnd(long pid) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> !ExecFixture.isAwake(pid));
    }

    @Test
    void aCommandGetsTheRequestOnItsStdinAndItsStdoutIsTheAnswer() throws IOException {
        serve("tr", "a-z", "A-Z");
        assertEquals("HELLO", peer.call(1, "run", "hello"));
        assertEquals("", peer.call(3, "run", ""));
    }

    @Test
    void aLargeRequestComesBackWhole() throws IOException {
        serve("cat");
        String large = "0123456789abcdef".repeat(100_000);
        assertEquals(large, peer.call(1, "run", large));
    }

    @Test
    void aCommandNeedNotReadItsRequest() throws IOException {
        serve("echo", "unread");
        assertEquals("unread\n", peer.call(1, "run", "x".repeat(1_000_000)));
    }

    @Test
    void theChildIsToldTheMethodAndTheUser() throws IOException {
        serve("echo $IPC_METHOD $IPC_PEER_USER");
        assertEquals("test.Service/run " + System.getProperty("user.name") + "\n", peer.call(1, "run", ""));
    }

    @Test
    void anExitStatusBeyond64IsTheStatusOfTheCallAndTheLastLineOfStderrItsMessage() throws IOException {
        serve("echo looking >&2; echo 'no such note: name=x' >&2; echo ignored; exit 69");
        assertEquals("no such note: name=x", refusal(StatusCode.NOT_FOUND));
    }

    @Test
    void anyOtherExitStatusIsUnknown() throws IOException {
        serve("echo boom >&2; exit 3");
        assertEquals("command failed: exit=3, boom", refusal(StatusCode.UNKNOWN));
    }

    @Test
    void aCommandThatSaysNothingIsNamedByItsExitStatus() throws IOException {
        serve("kill -9 $$");
        assertEquals("command failed: exit=137", refusal(StatusCode.UNKNOWN));
    }

    @Test
    void theExitStatusOfTimeoutIsAPassedDeadline() throws IOException {
        serve("exit 124");
        assertEquals("command failed: exit=124", refusal(StatusCode.DEADLINE_EXCEEDED));
    }

    @Test
    void whatACommandComplainsOfCannotTurnATerminal() throws IOException {
        serve("printf '\\033[31mred\\n' >&2; exit 1");
        assertEquals("command failed: exit=1, \uFFFD[31mred", refusal(StatusCode.UNKNOWN));
    }

    @Test
    void anAnswerThatDoesNotFitAFrameEndsTheCommand() throws IOException {
        serve("echo $$ > $DIR/pid; exec cat /dev/zero");
        assertEquals("answer of the command is too large: limitBytes=4194304", refusal(StatusCode.RESOURCE_EXHAUSTED));
        awaitEnd(pidIn("pid"));
    }

    @Test
    void theChildEndsWhenTheDeadlineOfItsCallPasses() throws IOException {
        serve("echo $$ > $DIR/pid; sleep 1000");
        peer.send(Bytes.call(1, "run", Duration.ofMillis(500)));
        peer.refusal(1, StatusCode.DEADLINE_EXCEEDED);
        awaitEnd(pidIn("pid"));
    }

    @Test
    void theChildEndsWhenItsCallerGoes() throws IOException {
        serve("echo $$ > $DIR/pid; sleep 1000");
        peer.send(Bytes.call(1, "run", NO_BYTES));
        long pid = pidIn("pid");
        assertTrue(ExecFixture.isAwake(pid));
        peer.close();
        awaitEnd(pid);
    }

    @Test
    void noMoreChildrenRunThanMay() throws IOException {
        serve("mkdir $DIR/one || mkdir $DIR/two || exit 70; cat; rmdir $DIR/one || rmdir $DIR/two");
        for (int i = 0; i < 12; i++) {
            peer.send(Bytes.call(2 * i + 1, "run", Bytes.of("x")));
        }
        Set<Integer> answered = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            RawPeer.Received received = peer.next();
            assertEquals(
                    StatusCode.OK, received.response().orElseThrow().status().code(), received::toString);
            answered.add(received.streamId());
        }
        assertEquals(12, answered.size());
    }

    @Test
    void whatACommandLeavesInTheBackgroundHoldsItsAnswerNoLongerThanTheGrace() throws IOException {
        serve("sleep 1000 & echo $! > $DIR/pid; echo done");
        assertEquals("done\n", peer.call(1, "run", ""));
        awaitEnd(pidIn("pid"));
    }

    @Test
    void childrenEndWithTheService() throws IOException {
        serve("echo $$ > $DIR/pid; sleep 1000");
        peer.send(Bytes.call(1, "run", NO_BYTES));
        long pid = pidIn("pid");
        calls.close();
        awaitEnd(pid);
    }

    /** Its stdout is closed to the call, its stderr is not. */
    @Test
    void aProcessInTheBackgroundKeepsNoThreadOfTheServer() throws IOException {
        serve("sleep 60 >/dev/null & echo done");
        for (int id = 1; id <= 5; id += 2) {
            assertEquals("done\n", peer.call(id, "run", ""));
        }
        Awaitility.await()
                .until(() -> ServerFixture.threadsOfServers().stream()
                        .noneMatch(name -> name.startsWith("samehost-exec-errors")));
    }

    @Test
    void stderrOfACommandThatSucceedsIsNotLost() throws IOException {
        serve("echo complaint >&2; echo done");
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            assertEquals("done\n", peer.call(1, "run", ""));
        } finally {
            System.setErr(before);
        }
        assertTrue(err.toString(UTF_8).contains("complaint\n"), err.toString(UTF_8));
    }

    @Test
    void aCommandThatIsNotThereIsNoticedBeforeTheFirstCall() {
        IllegalArgumentException missing = assertThrows(
                IllegalArgumentException.class, () -> calls.handler(List.of("no-such-command"), environment -> {}));
        assertTrue(missing.getMessage().startsWith("no such command: command=no-such-command PATH="));
    }
}
