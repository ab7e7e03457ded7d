package io.samehost.cli.client.json;

import static org.awaitility.Awaitility.await;

import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands and a program that nobody of samehost has written: containerd's shim, before it has a container. */
@Timeout(60)
final class ShimCallTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "shim");
    private static final Pattern SOCKET = Pattern.compile("unix://(\\S+)");

    private final CommandTable table = new CommandTable();
    private final String id = "cases-" + ProcessHandle.current().pid();
    private Workplace work;
    private RandomAccessFile log;
    private Path socket;
    private String address;
    private String task;

    @BeforeEach
    void start() throws Exception {
        work = new Workplace();
        Tools.requireThat(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can run the shim");
        Tools.require("containerd-shim-runc-v2");
        Tools.require("runc");
        Tools.require("protoc");
        Files.copy(EXAMPLE.resolve("bundle/config.json"), work.path("config.json"));
        work.run(List.of("mkfifo", "log"));
        log = new RandomAccessFile(work.path("log").toFile(), "rw"); // the shim waits for somebody who reads it
        Workplace.Result started = work.run(List.of(
                "containerd-shim-runc-v2",
                "-namespace",
                "default",
                "-id",
                id,
                "-address",
                "/run/containerd/containerd.sock",
                "start"));
        Matcher said = SOCKET.matcher(started.out());
        Tools.requireThat(said.find(), "the shim does not start: " + started.err());
        socket = Path.of(said.group(1));
        address = "unix:" + socket;
        String proto = Files.readString(EXAMPLE.resolve("src/main/protobuf/task.proto"));
        task = work.file("v2.proto", proto.replace("task.v3", "task.v2").getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @AfterEach
    void stop() throws Exception {
        List<ProcessHandle> shims = ProcessHandle.allProcesses()
                .filter(each -> Arrays.asList(each.info().arguments().orElse(new String[0]))
                        .contains(id))
                .toList();
        shims.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> shims.stream().noneMatch(ProcessHandle::isAlive));
        if (socket != null) {
            Files.deleteIfExists(socket);
        }
        if (log != null) {
            log.close();
        }
        work.close();
    }

    private String[] call(String method, String data) {
        return new String[] {
            "call",
            address,
            "containerd.task.v2.Task/" + method,
            "-d",
            data,
            "-H",
            "containerd-namespace-ttrpc:default",
            "--proto",
            task
        };
    }

    private static String field(String name, String value) {
        return "{\"" + name + "\":\"" + value + "\"}";
    }

    @Test
    void theShimIsCalledByItsProtoFile() throws Exception {
        table.prints("it says who it is", "{\n  \"shimPid\": …\n}\n", call("Connect", field("id", id)));
        table.prints(
                "on one line",
                "{\"status\":\"OK\",\"code\":0,\"answer\":{\"shimPid\":…}}\n",
                CommandTable.with(call("Connect", field("id", id)), "--json"));
        table.fails("a status", 69, "NOT_FOUND: …", call("Kill", "{\"id\":\"nobody\",\"signal\":9}"));
        table.fails(
                "an unknown field",
                2,
                "unknown field: field=ids message=containerd.task.v2.ConnectRequest line=1 column=2, did you mean id?",
                call("Connect", field("ids", id)));
        table.fails(
                "no JSON",
                2,
                "request is not JSON: message=containerd.task.v2.ConnectRequest line=1 column=2 cause=…",
                call("Connect", "{id:1}"));
        table.fails(
                "of another kind",
                2,
                "the schema says otherwise: --stream server schema=unary, leave --stream out",
                CommandTable.with(call("Wait", "{}"), "--stream", "server"));
        table.prints(
                "describe",
                "// Lets its program begin.\nrpc Start(containerd.task.v2.StartRequest) returns (containerd.task.v2.StartResponse);\n…"
                        + "-d '{\"id\":\"\"}'\n",
                "describe",
                address,
                "containerd.task.v2.Task/Start",
                "--proto",
                task);
        table.check(work);
    }

    @Test
    void theShimTellsNoSchema() throws Exception {
        String hint = "only servers of samehost tell; describe --proto FILE shows what a file has";
        table.fails("list", 76, "UNIMPLEMENTED: service samehost.Server, " + hint, "list", address);
        table.fails(
                "describe",
                2,
                "server tells no schema: address=" + address + ", use --proto or --protoset",
                "describe",
                address);
        table.fails(
                "a service that it has not",
                76,
                "UNIMPLEMENTED: service containerd.task.v9.Task",
                "call",
                address,
                "containerd.task.v9.Task/Connect");
        table.fails(
                "JSON without a schema",
                2,
                "no schema is known: method=containerd.task.v2.Task/Connect, the server tells none, use --proto or"
                        + " --protoset",
                "call",
                address,
                "containerd.task.v2.Task/Connect",
                "--format",
                "json");
        table.fails(
                "JSON that goes as bytes",
                77,
                "INTERNAL: …, no schema is known, so the JSON went as text: use --proto or --protoset",
                "call",
                address,
                "containerd.task.v2.Task/Connect",
                "-d",
                "{}");
        table.check(work);
    }
}
