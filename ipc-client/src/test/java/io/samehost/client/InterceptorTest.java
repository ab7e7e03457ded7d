package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Interceptors of both ends, the methods of every server, and calls with values instead of bytes. */
@Timeout(30)
class InterceptorTest {
    private static final Method<String, String> HELLO =
            new Method<>("demo.Greeter", "Hello", Marshaller.UTF_8, Marshaller.UTF_8);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    /** Writes down what passes. */
    private final class Witness implements ServerInterceptor {
        private final String name;

        Witness(String name) {
            this.name = name;
        }

        @Override
        public byte[] call(ServerRequest request, RequestHandler next) throws Exception {
            seen.add(name + " before " + request.method());
            byte[] result = next.handle(request);
            seen.add(name + " after " + request.method());
            return result;
        }

        @Override
        public void stream(ServerStream<byte[], byte[]> stream, BidiHandler<byte[], byte[]> next) throws Exception {
            seen.add(name + " stream " + stream.request().method());
            next.handle(stream);
        }
    }

    /** Adds a token to everything. */
    private static final class AddsToken implements ClientInterceptor {
        @Override
        public Invocation prepare(Invocation invocation) {
            return invocation.withMetadata("Token", "secret");
        }
    }

    /** Lets nobody pass without a token, and tells the handler who it was. */
    private static final class DemandsToken implements ServerInterceptor {
        @Override
        public ServerRequest prepare(ServerRequest request) throws StatusException {
            if (!request.metadata().all("token").equals(List.of("secret"))) {
                throw new StatusException(StatusCode.UNAUTHENTICATED, "no token");
            }
            return request.withMetadata("Caller", "a friend");
        }
    }

    @Test
    void interceptorsStandAroundCallsTheFirstOneOutermostAndTheBuiltInsToo() throws Exception {
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .intercept(new Witness("outer"))
                        .intercept(new Witness("inner"))
                        .handleBidi("s", "none", stream -> {})
                        .start();
                Client client = Client.connect(server.addresses().get(0))) {
            client.call("samehost.Echo", "Echo", new byte[1]);
            try (ClientStream stream = client.stream("s", "none", new byte[0])) {
                assertTrue(stream.receive().isEmpty());
            }
            assertEquals(
                    List.of(
                            "outer before Echo",
                            "inner before Echo",
                            "inner after Echo",
                            "outer after Echo",
                            "outer stream none",
                            "inner stream none"),
                    seen);
        }
    }

    private static ServerBuilder vault() {
        return Server.builder()
                .listen("tcp:127.0.0.1:0")
                .intercept(new DemandsToken())
                .handle("s", "call", InterceptorTest::callers)
                .handleBidi("s", "both", stream -> stream.send(callers(stream.request())))
                .handleClientStream("s", "client", messages -> callers(messages.request()))
                .handleServerStream("s", "server", (value, answers) -> answers.send(callers(answers.request())));
    }

    private static byte[] callers(ServerRequest request) {
        return request.metadata().all("caller").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void oneOverrideOnEitherEndReachesEveryKindOfCall() throws Exception {
        ClientConfig config = ClientConfig.DEFAULT.withInterceptor(new AddsToken());
        CallOptions lies = CallOptions.DEFAULT.withMetadata("caller", "the owner");
        byte[] nothing = {};
        try (Server server = vault().start();
                Client client = Client.connect(server.addresses().get(0), config);
                ClientStream sends = client.stream("s", "client", nothing, lies);
                ClientStream receives = client.serverStream("s", "server", nothing, lies);
                ClientStream both = client.stream("s", "both", nothing, lies)) {
            String caller = "[a friend]";
            assertEquals(caller, text(client.call("s", "call", nothing, lies)));
            assertEquals(
                    caller, text(client.callAsync("s", "call", nothing, lies).get()));
            assertEquals(caller, text(sends.result()));
            assertEquals(caller, text(receives.receive().orElseThrow()));
            assertEquals(caller, text(both.receive().orElseThrow()));
        }
    }

    @Test
    void whatAnInterceptorThrowsBeforehandRefusesEveryKindOfCall() throws Exception {
        byte[] nothing = {};
        try (Server server = vault().start();
                Client stranger = Client.connect(server.addresses().get(0));
                ClientStream sends = stranger.stream("s", "client", nothing);
                ClientStream receives = stranger.serverStream("s", "server", nothing);
                ClientStream both = stranger.stream("s", "both", nothing)) {
            String refusal = "UNAUTHENTICATED: no token";
            assertEquals(refusal, refusal(() -> stranger.call("samehost.Echo", "Echo", nothing)));
            assertEquals(refusal, refusal(sends::result));
            assertEquals(refusal, refusal(receives::receive));
            assertEquals(refusal, refusal(both::receive));
        }
    }

    private static String refusal(Executable call) {
        return assertThrows(CallException.class, call).getMessage();
    }

    @Test
    void whatAClientsInterceptorThrowsBeforehandEndsTheCallBeforeItIsSent() throws Exception {
        ClientInterceptor noToken = new ClientInterceptor() {
            @Override
            public Invocation prepare(Invocation invocation) throws IOException {
                throw new IOException("no token to be had");
            }
        };
        byte[] nothing = {};
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .intercept(new Witness("server"))
                        .start();
                Client client =
                        Client.connect(server.addresses().get(0), ClientConfig.DEFAULT.withInterceptor(noToken))) {
            assertThrows(IOException.class, () -> client.call("s", "m", nothing));
            assertThrows(IOException.class, () -> client.serverStream("s", "m", nothing));
            assertThrows(IOException.class, () -> client.stream("s", "m", nothing));
            CompletableFuture<byte[]> future = client.callAsync("s", "m", nothing);
            ExecutionException failed = assertThrows(ExecutionException.class, future::get);
            assertEquals("no token to be had", failed.getCause().getMessage());
        }
        assertEquals(List.of(), seen);
    }

    @Test
    void typedCallsCarryValuesAndSayWhichEndCouldNotReadThem() throws Exception {
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .handle(HELLO, (name, request) -> "Hello, " + name + "!")
                        .start();
                Client client = Client.connect(server.addresses().get(0))) {
            assertEquals("Hello, wörld!", client.call(HELLO, "wörld"));
            CallException refused = assertThrows(
                    CallException.class, () -> client.call("demo.Greeter", "Hello", new byte[] {(byte) 0xff}));
            assertEquals(StatusCode.INVALID_ARGUMENT, refused.status().code());
            Method<String, Integer> numbers = new Method<>(
                    "demo.Greeter",
                    "Hello",
                    Marshaller.UTF_8,
                    Marshaller.of(number -> new byte[number], bytes -> Integer.valueOf(text(bytes))));
            CallException unreadable = assertThrows(CallException.class, () -> client.call(numbers, "you"));
            assertEquals(StatusCode.INTERNAL, unreadable.status().code());
        }
    }

    @Test
    void everyServerTellsWhoItIsWhatItServesAndHowItIs() throws Exception {
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .handle(HELLO, (name, request) -> name)
                        .handleBidi("demo.Greeter", "Chat", stream -> {})
                        .start();
                Client client = Client.connect(server.addresses().get(0))) {
            assertEquals("""
                demo.Greeter/Chat bidi-stream
                demo.Greeter/Hello unary
                grpc.health.v1.Health/Check unary
                grpc.health.v1.Health/Watch server-stream
                samehost.Echo/Echo unary
                samehost.Server/Info unary
                samehost.Server/List unary
                samehost.Server/Schema unary
                """, text(client.call("samehost.Server", "List", new byte[0])));
            String info = text(client.call("samehost.Server", "Info", new byte[0]));
            assertTrue(info.contains("pid " + ProcessHandle.current().pid() + "\n"), info);
            assertTrue(info.contains("address " + server.addresses().get(0) + "\n"), info);
            assertEquals("\b\u0001", text(client.call("grpc.health.v1.Health", "Check", new byte[0])));
            byte[] unknown = "\n\u0004nope".getBytes(StandardCharsets.US_ASCII);
            CallException absent =
                    assertThrows(CallException.class, () -> client.call("grpc.health.v1.Health", "Check", unknown));
            assertEquals("NOT_FOUND: unknown service: service=nope", absent.getMessage());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
