package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.Workplace;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Two servers with the same methods, of which one tells the types of their messages. */
@Timeout(120)
abstract class EchoFixture {
    static final String ANN = "{\"name\":\"Ann\"}";

    private final CountDownLatch over = new CountDownLatch(1);
    Workplace work;
    Server typed;
    private Server silent;

    @BeforeEach
    void start() throws Exception {
        work = new Workplace();
        typed = served("typed").schema("demo.Echo", DemoSchema::bytes).start();
        silent = served("silent").withoutSchema().start();
    }

    private ServerBuilder served(String socket) {
        return Server.builder()
                .listen("unix:" + work.path(socket))
                .handle("demo.Echo", "Once", request -> request.payload())
                .handle("demo.Echo", "Text", request -> request.payload())
                .handle("demo.Echo", "Fail", request -> {
                    throw new StatusException(new Status(
                            StatusCode.NOT_FOUND,
                            "nobody",
                            List.of(
                                    new Status.Detail("type.googleapis.com/demo.Person", new byte[] {10, 1, 'A'}),
                                    new Status.Detail(
                                            "type.googleapis.com/google.rpc.ErrorInfo", new byte[] {10, 1, 'R'}),
                                    new Status.Detail("type.googleapis.com/demo.Unknown", new byte[] {1}))));
                })
                .handleServerStream("demo.Echo", "Repeat", (request, answers) -> {
                    byte[] person = new byte[request[1]]; // the first field, a short one
                    System.arraycopy(request, 2, person, 0, person.length);
                    for (int i = 0; i < request[request.length - 1]; i++) {
                        answers.send(person);
                    }
                })
                .handleClientStream("demo.Echo", "Count", messages -> {
                    byte people = 0;
                    while (messages.receive().isPresent()) {
                        people++;
                    }
                    return new byte[] {8, people};
                })
                .handleBidi("demo.Echo", "Each", stream -> {
                    for (byte[] person : stream) {
                        stream.send(person);
                    }
                });
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        typed.close();
        silent.close();
        work.close();
    }

    final String typed() {
        return typed.addresses().get(0).toString();
    }

    final String silent() {
        return silent.addresses().get(0).toString();
    }

    final void prints(String out, String... arguments) throws Exception {
        Workplace.Result result = work.client(arguments);
        assertEquals("", result.err());
        assertEquals(out, result.out());
        assertEquals(0, result.exitCode());
    }

    final void fails(int exitCode, String message, String... arguments) throws Exception {
        Workplace.Result result = work.client(arguments);
        assertEquals("ipc-client: " + message + "\n", result.err());
        assertEquals(exitCode, result.exitCode());
        assertEquals("", result.out());
    }
}
