package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.ManyCommands;
import io.samehost.cli.fixture.Workplace;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same command lines for servers of every implementation. */
@Timeout(300) // the peers are built
final class EveryServerTest {
    private static final int ENVELOPE_BYTES = "interop.Peer".length() + 2 + "Echo".length() + 2 + 5;
    private static final int LONGEST_MESSAGE_BYTES = (4 << 20) - ENVELOPE_BYTES;

    /** One command line. Where the text on stderr has a dot-dot-dot, anything may stand there. */
    private record Case(String name, List<String> line, int exitCode, String out, String err) {}

    private final List<Case> cases = new ArrayList<>();
    private Workplace work;
    private String address;
    private String set;
    private Answerer answerer;

    @BeforeEach
    void prepare() throws Exception {
        work = new Workplace();
        address = "unix:" + work.path("s");
        set = work.file("set", DemoSchema.bytes()).toString();
    }

    @AfterEach
    void cleanUp() throws Exception {
        work.close();
    }

    @ParameterizedTest
    @EnumSource
    void theSameCommandsHaveTheSameOutcome(Answerer server) throws Exception {
        answerer = server;
        addEveryType();
        addMistakes();
        addFailures();
        addSizes();
        addWithoutASchema();
        addOtherCommands();
        AutoCloseable serving = server.serve(address);
        try {
            List<Workplace.Result> results =
                    ManyCommands.in(work, cases.stream().map(Case::line).toList());
            assertAll(IntStream.range(0, cases.size()).mapToObj(i -> () -> check(cases.get(i), results.get(i))));
        } finally {
            serving.close();
        }
    }

    private static void check(Case expected, Workplace.Result result) {
        String[] err = expected.err().split("…", 2);
        assertTrue(
                expected.err().isEmpty()
                        ? result.err().isEmpty()
                        : result.err().startsWith("ipc-client: " + err[0])
                                && result.err().endsWith(err[err.length - 1]),
                () -> expected.name() + ", expected: " + expected.err() + "\nbut was: " + result.err());
        assertEquals(expected.err().isEmpty() ? 0 : 1, result.err().lines().count(), expected.name());
        assertEquals(expected.out(), result.out(), expected.name());
        assertEquals(expected.exitCode(), result.exitCode(), expected.name());
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
        Requests.mistakes().forEach(pair -> addMistake((String) pair.get()[0], pair.get()[1] + "\n"));
        Requests.broken()
                .forEach(pair -> addMistake(
                        (String) pair.get()[0],
                        "request is not JSON: message=demo.Person " + pair.get()[1] + " cause=…"));
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
                answerer.unknownCode(),
                answerer.unknownService + "…",
                peer("interop.Nobody/Echo", "\"x\""));
        fails(
                "a method that it has not",
                answerer.unknownCode(),
                answerer.unknownMethod + "…",
                call("Nothing", "\"x\""));
        fails(
                "a service that the schema has not",
                2,
                "no such method in the schema: method=interop.Pear/Echo, did you mean interop.Peer/Echo?\n",
                peer("interop.Pear/Echo", "\"x\""));
        prints("metadata", "\"trace=one,two\"\n", with(call("Metadata", "\"\""), "-H", "trace:one", "-H", "trace:two"));
        fails("a deadline", 68, "DEADLINE_EXCEEDED: …", with(call("Hold", "\"x\""), "--timeout", "200ms"));
    }

    private void addSizes() throws Exception {
        // Tag, length of three or four bytes, and quotes in JSON.
        String longest = "x".repeat(LONGEST_MESSAGE_BYTES - 5);
        Path most = work.file("most", ("\"" + longest + "\"").getBytes(StandardCharsets.UTF_8));
        Path tooMuch = work.file("too-much", ("\"" + longest + "x\"").getBytes(StandardCharsets.UTF_8));
        prints("4 MiB", "\"" + longest + "\"\n", with(call("Echo", "@" + most), "--timeout", "0"));
        fails("4 MiB and one byte", 72, "RESOURCE_EXHAUSTED: …", with(call("Echo", "@" + tooMuch), "--timeout", "0"));
        fails("an answer of more than 4 MiB", 72, "RESOURCE_EXHAUSTED: …", call("Grow", "\"4194304\""));
    }

    private void addWithoutASchema() throws Exception {
        String[] same = {"call", address, "interop.Peer/Same"};
        String person = "\n\3Ann";
        prints("bytes", person, with(same, "-d", person));
        prints("bytes though there is a schema", person, with(call("Same", person), "--format", "bytes"));
        fails(
                "JSON without a schema",
                2,
                "no schema is known: method=interop.Peer/Same, the server tells none, use --proto or --protoset\n",
                with(same, "-d", "{}", "--format", "json"));
        String[] stream = with(same, "--stream", "server", "-d", person);
        if (answerer == Answerer.SAMEHOST) {
            fails(
                    "a stream that is none",
                    2,
                    "method is of another kind: method=interop.Peer/Same kind=unary, leave --stream out\n",
                    stream);
        } else {
            prints("a stream that is none, as nobody tells", person + "\n", stream);
        }
        fails(
                "describe without a schema",
                2,
                "server tells no schema: address=" + address + ", use --proto or --protoset\n",
                "describe",
                address);
    }

    private void addOtherCommands() {
        fails(
                "a stream that is none in the schema",
                2,
                "the schema says otherwise: --stream bidi schema=unary, leave --stream out\n",
                with(call("Same", "{}"), "--stream", "bidi"));
        fails(
                "a stream that it has not",
                answerer.unknownCode(),
                answerer.unknownMethod.replaceFirst("Nothing.*", "Watch") + "…",
                call("Watch", "\"x\""));
        prints(
                "describe by a file",
                "service interop.Nobody {\n  rpc Echo(google.protobuf.StringValue) returns"
                        + " (google.protobuf.StringValue);\n}\n",
                "describe",
                address,
                "interop.Nobody",
                "--protoset",
                set);
        if (answerer != Answerer.SAMEHOST) {
            String said = answerer.unknownCode() == 76 ? "UNIMPLEMENTED" : "INVALID_ARGUMENT";
            String hint = said + ": …, only servers of samehost tell; describe --proto FILE shows what a file has\n";
            fails("list", answerer.unknownCode(), hint, "list", address);
            fails("list --info", answerer.unknownCode(), hint, "list", address, "--info");
            String files = said + ": …, the server offers no files: address=" + address
                    + ", start it with ipc-server rpc --files DIR\n";
            fails("files", answerer.unknownCode(), files, "files", address);
            cases.add(new Case(
                    "ping",
                    List.of("ping", address, "-c", "3"),
                    answerer.unknownCode(),
                    "PING " + address + " with 56 bytes\n",
                    said + ": …"));
            fails("get", answerer.unknownCode(), files, "get", address, "x");
        }
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
