package io.samehost.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.load.rpc.Calls;
import io.samehost.bench.load.rpc.RpcPingPong;
import io.samehost.bench.load.rpc.RpcPipelined;
import io.samehost.bench.load.rpc.RpcServerStream;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.Client;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class RpcWorkloadTest {
    private static final long SOME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Recording recording = new Recording();

    @ParameterizedTest
    @EnumSource
    void pingPongCountsEachCall(EngineKind engine) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = serve(engine, request -> counted(calls, request.payload()));
                Client client = connect(server)) {
            new RpcPingPong(Calls.over(client), 64).run(recording, SOME_NANOS);
        }
        assertEquals(calls.get(), recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedCountsEachCall(EngineKind engine) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = serve(engine, request -> counted(calls, request.payload()));
                Client client = connect(server)) {
            new RpcPipelined(client, 64, 8).run(recording, SOME_NANOS);
        }
        assertEquals(calls.get(), recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @Test
    void pipelinedFillsItsWindowWhateverTheTime() throws IOException {
        try (Server server = serve(EngineKind.THREADS, request -> request.payload());
                Client client = connect(server)) {
            new RpcPipelined(client, 64, 8).run(recording, 0);
        }
        assertEquals(8, recording.latency().getTotalCount());
    }

    @Test
    void anotherPayloadIsAnErrorOfPingPong() throws IOException {
        try (Server server = serve(EngineKind.THREADS, request -> new byte[0]);
                Client client = connect(server)) {
            new RpcPingPong(Calls.over(client), 64).exchange(recording, System.nanoTime());
        }
        assertEquals(1, recording.errors());
        assertEquals(0, recording.latency().getTotalCount());
    }

    @Test
    void anotherPayloadIsAnErrorOfPipelinedAndTheOthersCount() throws IOException {
        try (Server server = serve(
                        EngineKind.THREADS, request -> request.payload()[0] == 3 ? new byte[64] : request.payload());
                Client client = connect(server)) {
            new RpcPipelined(client, 64, 8).run(recording, 0);
        }
        assertEquals(1, recording.errors());
        assertEquals(7, recording.latency().getTotalCount());
    }

    @Test
    void aCallThatFailsEndsPingPong() throws IOException {
        try (Server server = serve(EngineKind.THREADS, request -> refuse());
                Client client = connect(server)) {
            Workload workload = new RpcPingPong(Calls.over(client), 64);
            IOException failure = assertThrows(IOException.class, () -> workload.run(recording, SOME_NANOS));
            assertTrue(failure.getMessage().contains("no echo today"), failure::getMessage);
        }
    }

    @Test
    void aCallThatFailsEndsPipelined() throws IOException {
        try (Server server = serve(EngineKind.THREADS, request -> refuse());
                Client client = connect(server)) {
            Workload workload = new RpcPipelined(client, 64, 8);
            IOException failure = assertThrows(IOException.class, () -> workload.run(recording, SOME_NANOS));
            assertTrue(failure.getMessage().contains("no echo today"), failure::getMessage);
        }
    }

    @Test
    void messagesOfAServerStreamThatDoNotComeAreErrors() throws IOException {
        try (Server server = sendsOneAndSays(3);
                Client client = connect(server)) {
            new RpcServerStream(client, 64).run(recording, SOME_NANOS);
        }
        assertEquals(1, recording.latency().getTotalCount());
        assertEquals(2, recording.errors());
    }

    @Test
    void aServerStreamThatFailsEndsTheRun() throws IOException {
        try (Server server = serve(EngineKind.THREADS, request -> request.payload());
                Client client = connect(server)) {
            Workload workload = new RpcServerStream(client, 64);
            IOException failure = assertThrows(IOException.class, () -> workload.run(recording, SOME_NANOS));
            assertTrue(failure.getMessage().startsWith("stream failed: status="), failure::getMessage);
        }
    }

    private static Server sendsOneAndSays(long number) throws IOException {
        return Server.builder()
                .listen("tcp:127.0.0.1:0")
                .handleServerStream(BenchService.NAME, BenchService.SOURCE, (request, answers) -> {
                    answers.send(Stamp.payload(64));
                    answers.send(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
                })
                .start();
    }

    @Test
    void aServerThatGoesEndsPipelined() throws IOException {
        Server server = serve(EngineKind.THREADS, request -> request.payload());
        try (Client client = connect(server)) {
            server.close(Duration.ZERO);
            Workload workload = new RpcPipelined(client, 64, 8);
            assertThrows(IOException.class, () -> workload.run(recording, SOME_NANOS));
        }
    }

    private static byte[] counted(AtomicInteger calls, byte[] payload) {
        calls.incrementAndGet();
        return payload;
    }

    private static byte[] refuse() throws StatusException {
        throw new StatusException(StatusCode.FAILED_PRECONDITION, "no echo today");
    }

    private static Server serve(EngineKind engine, RequestHandler handler) throws IOException {
        return Server.builder()
                .listen("tcp:127.0.0.1:0")
                .engine(engine)
                .handleInline(BenchService.NAME, BenchService.ECHO, handler)
                .start();
    }

    private static Client connect(Server server) throws IOException {
        return Client.connect(server.addresses().get(0));
    }
}
