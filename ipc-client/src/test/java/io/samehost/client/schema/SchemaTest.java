package io.samehost.client.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code samehost.Server/Schema}: clients learn what the messages of a service are. */
final class SchemaTest {
    private static final byte[] NOTHING = {};

    /** Handlers that a service adds, with what it tells of them: two sets of no file, which are bytes like any other. */
    private static ServerBuilder served() {
        return Server.builder()
                .listen("tcp:127.0.0.1:0")
                .add(handlers -> handlers.handle("demo.One", "Get", request -> NOTHING))
                .add(handlers -> handlers.schema("demo.One", () -> new byte[] {1, 2}))
                .schema("demo.Two", () -> new byte[] {3});
    }

    private static byte[] ask(Client client, String service) throws IOException, CallException {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        byte[] request = new byte[name.length + 2];
        request[0] = '\n';
        request[1] = (byte) name.length;
        System.arraycopy(name, 0, request, 2, name.length);
        return client.call("samehost.Server", "Schema", request);
    }

    @Test
    void aServerTellsTheSchemaOfOneServiceOrOfAllOneBehindTheOther() throws Exception {
        try (Server server = served().start();
                Client client = Client.connect(server.addresses().get(0))) {
            assertArrayEquals(new byte[] {1, 2}, ask(client, "demo.One"));
            assertArrayEquals(new byte[] {3}, ask(client, "demo.Two"));
            assertArrayEquals(new byte[] {1, 2, 3}, client.call("samehost.Server", "Schema", NOTHING));
        }
    }

    @Test
    void aServiceWithoutASchemaIsNotFoundAndAnUnreadableQuestionIsRefused() throws Exception {
        try (Server server = served().start();
                Client client = Client.connect(server.addresses().get(0))) {
            CallException unknown = assertThrows(CallException.class, () -> ask(client, "samehost.Echo"));
            assertEquals("NOT_FOUND: no schema is known: service=samehost.Echo", unknown.getMessage());
            CallException unreadable = assertThrows(
                    CallException.class, () -> client.call("samehost.Server", "Schema", new byte[] {'\n', 5, 'x'}));
            assertEquals(StatusCode.INVALID_ARGUMENT, unreadable.status().code());
        }
    }

    @Test
    void aServerThatIsToldToKeepsItsSchemaToItself() throws Exception {
        try (Server server = served().withoutSchema().start();
                Client client = Client.connect(server.addresses().get(0))) {
            CallException absent = assertThrows(CallException.class, () -> ask(client, "demo.One"));
            assertEquals(StatusCode.UNIMPLEMENTED, absent.status().code());
        }
    }
}
