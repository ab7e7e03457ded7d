package shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.server.Server;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shim.containerd.ConnectResponse;
import shim.containerd.StartRequest;
import shim.containerd.StartResponse;
import shim.containerd.TaskClient;
import shim.containerd.TaskMethods;

/** Servers that answer as shims of different versions do. */
@Timeout(60)
class TaskVersionTest {
    private static final StartRequest START =
            StartRequest.newBuilder().setId("demo").build();

    private final List<String> namespaces = new CopyOnWriteArrayList<>();
    private Path directory;
    private Server server;

    @BeforeEach
    void makeDirectory() throws Exception {
        directory = Files.createTempDirectory("versions");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        Files.delete(directory);
    }

    private void serve(String... services) throws Exception {
        var builder = Server.builder().listen("unix:" + directory.resolve("s"));
        for (String service : services) {
            var connect = TaskMethods.CONNECT;
            builder.handle(
                    new Method<>(service, connect.name(), connect.request(), connect.response()),
                    (request, call) -> ConnectResponse.getDefaultInstance());
            var start = TaskMethods.START;
            builder.handle(new Method<>(service, start.name(), start.request(), start.response()), (request, call) -> {
                namespaces.addAll(call.metadata().all("containerd-namespace-ttrpc"));
                return StartResponse.newBuilder()
                        .setPid(service.contains("v3") ? 3 : 2)
                        .build();
            });
        }
        server = builder.start();
    }

    private int pidOfStart() throws Exception {
        try (Client client = TaskVersion.connect(server.addresses().get(0), "demo")) {
            return TaskClient.of(client).start(START).getPid();
        }
    }

    @Test
    void aShimOfContainerd1IsCalledByVersion2() throws Exception {
        serve("containerd.task.v2.Task");
        assertEquals(2, pidOfStart());
    }

    @Test
    void aShimOfContainerd2IsCalledByVersion3() throws Exception {
        serve("containerd.task.v3.Task");
        assertEquals(3, pidOfStart());
    }

    @Test
    void aShimOfBothIsCalledByTheNewer() throws Exception {
        serve("containerd.task.v2.Task", "containerd.task.v3.Task");
        assertEquals(3, pidOfStart());
    }

    @Test
    void eachCallNamesTheNamespaceOnce() throws Exception {
        serve("containerd.task.v2.Task");
        pidOfStart();
        assertEquals(List.of("default"), namespaces);
    }

    @Test
    void aServerThatIsNoShimIsAnError() throws Exception {
        serve();

        CallException failure = assertThrows(CallException.class, this::pidOfStart);

        assertEquals(StatusCode.UNIMPLEMENTED, failure.status().code());
    }
}
