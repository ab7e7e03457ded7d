package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import io.samehost.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ipc-client call}, {@code list} and {@code describe} where the types of messages are known. */
final class JsonCallTest extends EchoFixture {
    @Test
    void aServerThatTellsItsSchemaIsCalledInJson() throws Exception {
        prints("{\n  \"aString\": \"x\"\n}\n", "call", typed(), "demo.Echo/Once", "-d", "{\"aString\": \"x\"}");
        prints("{\n}\n", "call", typed(), "demo.Echo/Once");
        prints(
                "{\"status\":\"OK\",\"code\":0,\"answer\":{\"aString\":\"x\"}}\n",
                "call",
                typed(),
                "demo.Echo/Once",
                "-d",
                "{\"aString\":\"x\"}",
                "--json");
    }

    @Test
    void dataInJsonComesFromAFileOrStdinToo() throws Exception {
        Path file = work.file("data", "{\"aString\":\"x\"}\n".getBytes(StandardCharsets.UTF_8));
        prints("{\n  \"aString\": \"x\"\n}\n", "call", typed(), "demo.Echo/Once", "-d", "@" + file);
        Workplace.Result result =
                work.run(Workplace.java(IpcClient.class, "call", typed(), "demo.Echo/Once", "-d", "-"), file);
        assertEquals("{\n  \"aString\": \"x\"\n}\n", result.out(), result.err());
    }

    @Test
    void bytesGoOnAsBytesAlsoWhereTheSchemaIsKnown() throws Exception {
        byte[] message = {8, 1};
        Path file = work.file("data", message);
        assertArrayEquals(
                message,
                work.client("call", typed(), "demo.Echo/Text", "-d", "@" + file).outBytes());
        assertArrayEquals(
                message,
                work.run(Workplace.java(IpcClient.class, "call", typed(), "demo.Echo/Text", "-d", "-"), file)
                        .outBytes());
        prints("{}", "call", typed(), "demo.Echo/Text", "-d", "{}", "--format", "bytes");
        prints("\"hi\"\n", "call", typed(), "demo.Echo/Text", "-d", "\"hi\"", "--format", "json");
        prints("{\"a\":1}", "call", silent(), "demo.Echo/Once", "-d", "{\"a\":1}");
    }

    @Test
    void theSchemaMayComeFromAFile() throws Exception {
        Path set = work.file("set", DemoSchema.bytes());
        prints(
                "{\n  \"aString\": \"x\"\n}\n",
                "call",
                silent(),
                "demo.Echo/Once",
                "-d",
                "{\"aString\":\"x\"}",
                "--protoset",
                set.toString());
        fails(
                2,
                "no such method in the schema: method=demo.Echo/Onse, did you mean demo.Echo/Once?",
                "call",
                silent(),
                "demo.Echo/Onse",
                "--protoset",
                set.toString());
        fails(2, "no such file: --protoset nope", "call", silent(), "demo.Echo/Once", "--protoset", "nope");
        fails(
                2,
                "too large: --protoset /dev/zero limit=268435456 bytes",
                "call",
                silent(),
                "demo.Echo/Once",
                "--protoset",
                "/dev/zero");
    }

    @Test
    void theSchemaMayComeFromAProtoFileAndItsImports() throws Exception {
        Tools.require("protoc");
        work.file(
                "person.proto",
                "syntax = \"proto3\"; package demo; message Person { string name = 1; }"
                        .getBytes(StandardCharsets.UTF_8));
        Path file = work.file(
                "echo.proto",
                ("syntax = \"proto3\"; package demo; import \"person.proto\";\n\n"
                                + "/* Gives back. */ service Echo { rpc Once(Person) returns (Person); }")
                        .getBytes(StandardCharsets.UTF_8));
        prints(
                "{\n  \"name\": \"x\"\n}\n",
                "call",
                silent(),
                "demo.Echo/Once",
                "-d",
                "{\"name\":\"x\"}",
                "--proto",
                "echo.proto");
        prints(
                "// Gives back.\nservice demo.Echo {\n  rpc Once(demo.Person) returns (demo.Person);\n}\n",
                "describe",
                "--proto",
                file.toString(),
                "demo.Echo");
    }

    @Test
    void aFileThatProtocRefusesIsToldWithItsFirstMistakes() throws Exception {
        Tools.require("protoc");
        Path broken = work.file("broken.proto", "x;\n".repeat(50).getBytes(StandardCharsets.UTF_8));
        Workplace.Result result = work.client("describe", "--proto", broken.toString());
        assertTrue(
                result.err().startsWith("ipc-client: protoc refuses the file: broken.proto:1:1: Expected top-level"),
                result.err());
        assertTrue(result.err().endsWith("; and 47 more\n"), result.err());
        assertEquals(2, result.exitCode());
        fails(2, "no such file: --proto nope.proto", "describe", "--proto", "nope.proto");
    }

    @Test
    void aServerThatKnowsNothingElseDescribesWhatEveryServerHas() throws Exception {
        try (Server server =
                Server.builder().listen("unix:" + work.path("plain")).start()) {
            String all = work.client("describe", server.addresses().get(0).toString())
                    .out();
            assertTrue(all.contains("service grpc.health.v1.Health {\n"), all);
        }
    }

    @Test
    void withoutASchemaJsonIsRefusedAndNothingIsSent() throws Exception {
        fails(
                2,
                "no schema is known: method=demo.Echo/Once, the server tells none, use --proto or --protoset",
                "call",
                silent(),
                "demo.Echo/Once",
                "-d",
                "{}",
                "--format",
                "json");
    }

    @Test
    void aMistakeInTheRequestIsAMistakeInTheCommandLine() throws Exception {
        fails(
                2,
                "unknown field: field=aStrin message=demo.Everything line=1 column=2, did you mean aString?",
                "call",
                typed(),
                "demo.Echo/Once",
                "-d",
                "{\"aStrin\":\"x\"}");
    }

    @Test
    void detailsOfAFailureAreShownAsFarAsTheirTypesAreKnown() throws Exception {
        String info = "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"R\"}";
        String unknown = "{\"@type\":\"type.googleapis.com/demo.Unknown\",\"value\":\"AQ==\"}";
        fails(
                69,
                "NOT_FOUND: nobody, details: {\"@type\":\"type.googleapis.com/demo.Person\",\"name\":\"A\"} " + info
                        + " " + unknown,
                "call",
                typed(),
                "demo.Echo/Fail");
        Workplace.Result result = work.client("call", silent(), "demo.Echo/Fail", "--json");
        assertEquals(
                "{\"status\":\"NOT_FOUND\",\"code\":5,\"message\":\"nobody\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/demo.Person\",\"value\":\"CgFB\"}," + info + "," + unknown
                        + "]}\n",
                result.out());
        assertEquals(69, result.exitCode());
    }

    @Test
    void anAnswerThatIsNotOfItsTypeIsToldWithWhatToDo() throws Exception {
        Path file = work.file("data", "{}".getBytes(StandardCharsets.UTF_8));
        typed.close();
        typed = Server.builder()
                .listen("unix:" + work.path("typed"))
                .handle("demo.Echo", "Once", request -> new byte[] {10, 9, 1})
                .schema("demo.Echo", DemoSchema::bytes)
                .start();
        Workplace.Result result = work.client("call", typed(), "demo.Echo/Once", "-d", "@" + file);
        assertTrue(
                result.err().startsWith("ipc-client: answer cannot be shown as JSON: message=demo.Everything cause="),
                result.err());
        assertEquals(77, result.exitCode());
    }

    @Test
    void theHealthOfEveryServerIsToldInWords() throws Exception {
        prints("{\n  \"status\": \"SERVING\"\n}\n", "call", silent(), "grpc.health.v1.Health/Check");
    }

    @Test
    void aListShowsTheTypesWhereTheyAreKnown() throws Exception {
        String list = work.client("list", typed()).out();
        assertTrue(list.contains("demo.Echo/Repeat server-stream demo.Repetition -> demo.Person\n"), list);
        assertTrue(list.contains("samehost.Echo/Echo unary\n"), list);
        String json = work.client("list", typed(), "--json").out();
        assertTrue(
                json.contains("{\"method\":\"demo.Echo/Count\",\"kind\":\"client-stream\",\"request\":\"demo.Person\","
                        + "\"response\":\"demo.Total\"}\n"),
                json);
    }

    @Test
    void describeShowsWhatTheServerOrAFileKnows() throws Exception {
        String all = work.client("describe", typed()).out();
        assertTrue(all.contains("service demo.Echo {\n"), all);
        assertTrue(all.contains("  rpc Each(stream demo.Person) returns (stream demo.Person);\n"), all);
        prints(
                "message demo.Total {\n  int64 people = 1;\n}\n\n-d '{\"people\":\"0\"}'\n",
                "describe",
                "--protoset",
                work.file("set", DemoSchema.bytes()).toString(),
                "demo.Total");
        prints(
                "{\"name\":\"demo.Total\",\"kind\":\"message\",\"proto\":\"message demo.Total {\\n  int64 people = 1;\\n}\\n\","
                        + "\"template\":{\"people\":\"0\"}}\n",
                "describe",
                typed(),
                "demo.Total",
                "--json");
        fails(
                2,
                "no such name in the schema: name=demo.Tota, did you mean demo.Total?",
                "describe",
                typed(),
                "demo.Tota");
        fails(2, "server tells no schema: address=" + silent() + ", use --proto or --protoset", "describe", silent());
    }
}
