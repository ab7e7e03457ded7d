package io.samehost.cli.client.json;

import io.samehost.cli.fixture.Workplace;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same command lines for servers of every implementation. */
@Timeout(300) // the peers are built
final class EveryServerTest {
    /** In a frame of 4 MiB stand service, method, message and, in that, the text, each behind a tag and its length. */
    private static final int LONGEST_TEXT_CHARS =
            (4 << 20) - (2 + "interop.Peer".length()) - (2 + "Echo".length()) - (1 + 4) - (1 + 4);

    private final CommandTable table = new CommandTable();
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
            table.check(work);
        } finally {
            serving.close();
        }
    }

    private void addEveryType() {
        Requests.canonical().forEach(json -> addAnswer(json, json));
        Requests.accepted().forEach(pair -> addAnswer((String) pair.get()[0], (String) pair.get()[1]));
    }

    private void addAnswer(String json, String answer) {
        table.prints(
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
                        "request is not JSON: message=demo.Person " + pair.get()[1] + " cause=…"));
    }

    private void addMistake(String json, String message) {
        table.fails(json, 2, message, "call", address, "demo.Echo/Old", "-d", json, "--protoset", set);
    }

    private void addFailures() {
        for (int code : new int[] {1, 5, 13, 16}) {
            String status = StatusCode.of(code).name();
            table.fails("status " + status, 64 + code, status + ": nobody", call("Fail", "\"" + code + " nobody\""));
        }
        table.fails(
                "a service that it has not",
                answerer.unknownCode(),
                answerer.unknownService + "…",
                peer("interop.Nobody/Echo", "\"x\""));
        table.fails(
                "a method that it has not",
                answerer.unknownCode(),
                answerer.unknownMethod + "…",
                call("Nothing", "\"x\""));
        table.fails(
                "a service that the schema has not",
                2,
                "no such method in the schema: method=interop.Pear/Echo, did you mean interop.Peer/Echo?",
                peer("interop.Pear/Echo", "\"x\""));
        table.prints(
                "metadata",
                "\"trace=one,two\"\n",
                CommandTable.with(call("Metadata", "\"\""), "-H", "trace:one", "-H", "trace:two"));
        table.fails(
                "a deadline",
                68,
                "DEADLINE_EXCEEDED: …",
                CommandTable.with(call("Hold", "\"x\""), "--timeout", "200ms"));
    }

    private void addSizes() throws Exception {
        String longest = "x".repeat(LONGEST_TEXT_CHARS);
        Path most = work.file("most", ("\"" + longest + "\"").getBytes(StandardCharsets.UTF_8));
        Path tooMuch = work.file("too-much", ("\"" + longest + "x\"").getBytes(StandardCharsets.UTF_8));
        table.prints("4 MiB", "\"" + longest + "\"\n", CommandTable.with(call("Echo", "@" + most), "--timeout", "0"));
        table.fails(
                "4 MiB and one byte",
                72,
                "RESOURCE_EXHAUSTED: …",
                CommandTable.with(call("Echo", "@" + tooMuch), "--timeout", "0"));
        table.fails("an answer of more than 4 MiB", 72, "RESOURCE_EXHAUSTED: …", call("Grow", "\"4194304\""));
    }

    private void addWithoutASchema() throws Exception {
        String[] same = {"call", address, "interop.Peer/Same"};
        String person = "\n\3Ann";
        table.prints("bytes", person, CommandTable.with(same, "-d", person));
        table.prints(
                "bytes though there is a schema", person, CommandTable.with(call("Same", person), "--format", "bytes"));
        table.fails(
                "JSON without a schema",
                2,
                "no schema is known: method=interop.Peer/Same, the server tells none, use --proto or --protoset",
                CommandTable.with(same, "-d", "{}", "--format", "json"));
        String[] stream = CommandTable.with(same, "--stream", "server", "-d", person);
        if (answerer == Answerer.SAMEHOST) {
            table.fails(
                    "a stream that is none",
                    2,
                    "method is of another kind: method=interop.Peer/Same kind=unary, leave --stream out",
                    stream);
        } else {
            table.prints("a stream that is none, as nobody tells", person + "\n", stream);
        }
        table.fails(
                "describe without a schema",
                2,
                "server tells no schema: address=" + address + ", use --proto or --protoset",
                "describe",
                address);
    }

    private void addOtherCommands() {
        table.fails(
                "a stream that is none in the schema",
                2,
                "the schema says otherwise: --stream bidi schema=unary, leave --stream out",
                CommandTable.with(call("Same", "{}"), "--stream", "bidi"));
        table.fails(
                "a stream that it has not",
                answerer.unknownCode(),
                answerer.unknownMethod.replaceFirst("Nothing.*", "Watch") + "…",
                call("Watch", "\"x\""));
        table.prints(
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
            String hint = said + ": …, only servers of samehost tell; describe --proto FILE shows what a file has";
            table.fails("list", answerer.unknownCode(), hint, "list", address);
            table.fails("list --info", answerer.unknownCode(), hint, "list", address, "--info");
            String files = said + ": …, the server offers no files: address=" + address
                    + ", start it with ipc-server rpc --files DIR";
            table.fails("files", answerer.unknownCode(), files, "files", address);
            table.add(
                    "ping",
                    answerer.unknownCode(),
                    "PING " + address + " with 56 bytes\n",
                    "ipc-client: " + said + ": …\n",
                    "ping",
                    address,
                    "-c",
                    "3");
            table.fails("get", answerer.unknownCode(), files, "get", address, "x");
        }
    }

    private String[] call(String method, String data) {
        return peer("interop.Peer/" + method, data);
    }

    private String[] peer(String method, String data) {
        return new String[] {"call", address, method, "-d", data, "--protoset", set};
    }
}
