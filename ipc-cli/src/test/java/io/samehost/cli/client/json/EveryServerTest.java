package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.ManyCommands;
import io.samehost.cli.fixture.Workplace;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same command lines for servers of every implementation. */
@Timeout(300) // the peers are built
@ParameterizedClass
@EnumSource(Answerer.class)
final class EveryServerTest {
    private static final int ENVELOPE_BYTES = "interop.Peer".length() + 2 + "Echo".length() + 2 + 5;
    private static final int LONGEST_MESSAGE_BYTES = (4 << 20) - ENVELOPE_BYTES;

    /** One command line. The beginning of what it says on stderr is enough; but nothing is all of nothing. */
    private record Case(String name, List<String> line, int exitCode, String out, String err) {}

    private final Answerer answerer;
    private final List<Case> cases = new ArrayList<>();
    private Workplace work;
    private String address;
    private String set;
    private AutoCloseable server;

    EveryServerTest(Answerer answerer) {
        this.answerer = answerer;
    }

    @BeforeEach
    void serve() throws Exception {
        work = new Workplace();
        address = "unix:" + work.path("s");
        set = work.file("set", DemoSchema.bytes()).toString();
        server = answerer.serve(address);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        work.close();
    }

    @TestFactory
    Stream<DynamicTest> theSameCommandsHaveTheSameOutcome() throws Exception {
        addEveryType();
        addMistakes();
        addFailures();
        addSizes();
        addOtherCommands();
        List<Workplace.Result> results =
                ManyCommands.in(work, cases.stream().map(Case::line).toList());
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            Workplace.Result result = results.get(i);
            tests.add(DynamicTest.dynamicTest(each.name(), () -> check(each, result)));
        }
        return tests.stream();
    }

    private static void check(Case expected, Workplace.Result result) {
        String err = expected.err().isEmpty() ? "" : "ipc-client: " + expected.err();
        boolean isSaid = err.isEmpty() ? result.err().isEmpty() : result.err().startsWith(err);
        assertTrue(isSaid, () -> "expected: " + err + "\nbut was: " + result.err());
        assertEquals(err.isEmpty() ? 0 : 1, result.err().lines().count(), result.err());
        assertEquals(expected.out(), result.out());
        assertEquals(expected.exitCode(), result.exitCode());
    }

    private void prints(String name, String out, String... line) {
        cases.add(new Case(name, List.of(line), 0, out, ""));
    }

    private void fails(String name, int exitCode, String err, String... line) {
        cases.add(new Case(name, List.of(line), exitCode, "", err));
    }

    private void addEveryType() {
        Requests.canonical().forEach(json -> addAnswer(json, json));
        Requests.accepted().forEach(pair -> addAnswer((String) pair.get()[0], (String) pair.get()[1]));
    }

    private void addAnswer(String json, String answer) {
        prints(
                json,
                "{\"status\":\"OK\",\"code\":0,\"answer\":" + answer + "}\n",
                "call",
                address,
                "interop.Peer/Same",
                "-d",
                json,
                "--json",
                "--protoset",
                set);
    }

    private void addMistakes() {
        Requests.mistakes().forEach(pair -> addMistake((String) pair.get()[0], (String) pair.get()[1]));
        Requests.broken()
                .forEach(pair -> addMistake(
                        (String) pair.get()[0],
                        "request is not JSON: message=demo.Person " + pair.get()[1] + " cause="));
    }

    private void addMistake(String json, String message) {
        fails(json, 2, message, "call", address, "demo.Echo/Old", "-d", json, "--protoset", set);
    }

    private void addFailures() {
        for (int code : new int[] {1, 5, 13, 16}) {
            String status = StatusCode.of(code).name();
            fails("status " + status, 64 + code, status + ": nobody\n", call("Fail", "\"" + code + " nobody\""));
        }
        fails(
                "a service that it has not",
                serviceCode(),
                answerer.unknownService,
                peer("interop.Nobody/Echo", "\"x\""));
        fails("a method that it has not", serviceCode(), answerer.unknownMethod, call("Nothing", "\"x\""));
        fails(
                "a service that the schema has not",
                2,
                "no such method in the schema: method=interop.Pear/Echo, did you mean interop.Peer/Echo?\n",
                peer("interop.Pear/Echo", "\"x\""));
        fails("a deadline", 68, "DEADLINE_EXCEEDED: ", with(call("Hold", "\"x\""), "--timeout", "200ms"));
    }

    private int serviceCode() {
        return answerer == Answerer.RUST ? 67 : 76;
    }

    private void addSizes() throws Exception {
        // Tag, length of three or four bytes, and quotes in JSON.
        String longest = "x".repeat(LONGEST_MESSAGE_BYTES - 5);
        Path most = work.file("most", ("\"" + longest + "\"").getBytes(StandardCharsets.UTF_8));
        Path tooMuch = work.file("too-much", ("\"" + longest + "x\"").getBytes(StandardCharsets.UTF_8));
        prints("4 MiB", "\"" + longest + "\"\n", with(call("Echo", "@" + most), "--timeout", "0"));
        fails("4 MiB and one byte", 72, "RESOURCE_EXHAUSTED: ", with(call("Echo", "@" + tooMuch), "--timeout", "0"));
        fails("an answer of more than 4 MiB", 72, "RESOURCE_EXHAUSTED: ", call("Grow", "\"4194304\""));
    }

    private void addOtherCommands() {
        prints("bytes without a schema", "hi", "call", address, "interop.Peer/Same", "-d", "hi");
        prints("text that looks like JSON", "{}", "call", address, "interop.Peer/Same", "-d", "{}");
        fails(
                "JSON without a schema",
                2,
                "no schema is known: method=interop.Peer/Same",
                "call",
                address,
                "interop.Peer/Same",
                "-d",
                "{}",
                "--format",
                "json");
        prints("metadata", "\"trace=one,two\"\n", with(call("Metadata", "\"\""), "-H", "trace:one", "-H", "trace:two"));
        fails(
                "a stream that is none",
                2,
                "method is of another kind",
                "call",
                address,
                "interop.Peer/Same",
                "--stream",
                "server",
                "-d",
                "x",
                "--timeout",
                "2s");
        fails(
                "a stream to which it is to listen",
                2,
                "method is of another kind",
                "call",
                address,
                "interop.Peer/Same",
                "--stream",
                "bidi",
                "-d",
                "x",
                "--timeout",
                "2s");
        fails(
                "a stream that the schema does not know",
                2,
                "the schema says otherwise",
                with(call("Same", "{}"), "--stream", "bidi"));
        fails("a stream that it has not", 2, "", with(call("Watch", "\"x\""), "--timeout", "2s"));
        fails("list", 2, "", "list", address);
        fails(
                "describe",
                2,
                "server tells no schema: address=" + address + ", use --proto or --protoset\n",
                "describe",
                address);
        prints("describe by a file", "", "describe", address, "interop.Peer/Same", "--protoset", set);
    }

    private String[] call(String method, String data) {
        return peer("interop.Peer/" + method, data);
    }

    private String[] peer(String method, String data) {
        return new String[] {"call", address, method, "-d", data, "--protoset", set};
    }

    private static String[] with(String[] line, String... more) {
        return Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new);
    }
}
