package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.RequestHandler;
import io.samehost.server.Server;
import io.samehost.server.ServerInterceptor;
import io.samehost.server.ServerRequest;
import io.samehost.server.ServerStream;
import io.samehost.server.StatusException;
import io.samehost.server.StreamHandler;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands around calls on both ends, what every server answers, and calls with values instead of bytes. */
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
        public void stream(ServerStream stream, StreamHandler next) throws Exception {
            seen.add(name + " stream " + stream.request().method());
            next.handle(stream);
        }
    }

    /** Adds a token to everything. */
    private static final class AddsToken implements ClientInterceptor {
        @Override
        public byte[] call(Invocation invocation, Calls next) throws IOException, CallException {
            return next.call(invocation.withMetadata("Token", "secret"));
        }

        @Override
        public CompletableFuture<byte[]> callAsync(Invocation invocation, Calls next) {
            return next.callAsync(invocation.withMetadata("Token", "secret"));
        }

        @Override
        public ClientStream stream(Invocation invocation, Calls next) throws IOException, CallException {
            return next.stream(invocation.withMetadata("Token", "secret"));
        }
    }

    private static final class DemandsToken implements ServerInterceptor {
        @Override
        public byte[] call(ServerRequest request, RequestHandler next) throws Exception {
            demand(request);
            return next.handle(request);
        }

        @Override
        public void stream(ServerStream stream, StreamHandler next) throws Exception {
            demand(stream.request());
            next.handle(stream);
        }

        private static void demand(ServerRequest request) throws StatusException {
            if (!request.metadata().all("token").equals(List.of("secret"))) {
                throw new StatusException(StatusCode.UNAUTHENTICATED, "no token");
            }
        }
    }

    @Test
    void interceptorsStandAroundCallsTheFirstOneOutermostAndTheBuiltInsToo() throws Exception {
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .intercept(new Witness("outer"))
                        .intercept(new Witness("inner"))
                        .handleStream("s", "none", stream -> {})
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

    @Test
    void aTokenIsAFewLinesOnEitherEnd() throws Exception {
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .intercept(new DemandsToken())
                        .handleStream("s", "none", stream -> {})
                        .start();
                Client without = Client.connect(server.addresses().get(0));
                Client with = Client.connect(
                        server.addresses().get(0), ClientConfig.DEFAULT.withInterceptor(new AddsToken()))) {
            CallException refused =
                    assertThrows(CallException.class, () -> without.call("samehost.Echo", "Echo", new byte[1]));
            assertEquals("UNAUTHENTICATED: no token", refused.getMessage());
            assertEquals(1, with.call("samehost.Echo", "Echo", new byte[1]).length);
            assertEquals(2, with.callAsync("samehost.Echo", "Echo", new byte[2]).get().length);
            try (ClientStream stream = with.stream("s", "none", new byte[0])) {
                assertTrue(stream.receive().isEmpty());
            }
        }
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
                        .handleStream("demo.Greeter", "Chat", stream -> {})
                        .start();
                Client client = Client.connect(server.addresses().get(0))) {
            assertEquals("""
                    demo.Greeter/Chat stream
                    demo.Greeter/Hello unary
                    grpc.health.v1.Health/Check unary
                    samehost.Echo/Echo unary
                    samehost.Server/Info unary
                    samehost.Server/List unary
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
