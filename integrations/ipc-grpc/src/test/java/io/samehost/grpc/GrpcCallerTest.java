package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.TypedStream;
import io.samehost.grpc.fixture.PlainGrpc;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller of ours and servers of grpc-java, which know nothing of us. */
@Timeout(60)
final class GrpcCallerTest {
    private static final Method<String, String> METHOD =
            new Method<>("test.Plain", "Method", Marshaller.UTF_8, Marshaller.UTF_8);
    private static final byte[] ANSWER = {'o', 'k'};

    private PlainGrpc grpc;

    @AfterEach
    void stop() {
        if (grpc != null) {
            grpc.close();
        }
    }

    /** Does something with each call when it begins. */
    private interface Behaviour {
        void begin(ServerCall<byte[], byte[]> call, Metadata headers);
    }

    private Caller serve(MethodType type, Behaviour behaviour) throws IOException {
        ServerCallHandler<byte[], byte[]> handler = (call, headers) -> {
            call.request(1);
            behaviour.begin(call, headers);
            return new ServerCall.Listener<>() {};
        };
        grpc = PlainGrpc.start(List.of(ServerServiceDefinition.builder("test.Plain")
                .addMethod(PlainGrpc.method("test.Plain/Method", type), handler)
                .build()));
        return new GrpcCaller(grpc.channel());
    }

    private static void answer(ServerCall<byte[], byte[]> call, int times) {
        call.sendHeaders(new Metadata());
        for (int time = 0; time < times; time++) {
            call.sendMessage(ANSWER);
        }
        call.close(Status.OK, new Metadata());
    }

    @Test
    void aCallWithoutATimeoutHasAMinuteAndAStreamHasNone() throws Exception {
        CompletableFuture<Optional<Deadline>> deadline = new CompletableFuture<>();
        Caller caller = serve(MethodType.UNARY, (call, headers) -> {
            deadline.complete(Optional.ofNullable(Context.current().getDeadline()));
            answer(call, 1);
        });

        assertEquals("ok", caller.call(METHOD, ""));

        long seconds = deadline.get().orElseThrow().timeRemaining(TimeUnit.SECONDS);
        assertTrue(seconds > 50 && seconds <= 60, "seconds=" + seconds);
    }

    @Test
    void aStreamHasNoDeadlineUnlessOneIsSet() throws Exception {
        CompletableFuture<Optional<Deadline>> deadline = new CompletableFuture<>();
        Caller caller = serve(MethodType.BIDI_STREAMING, (call, headers) -> {
            deadline.complete(Optional.ofNullable(Context.current().getDeadline()));
            answer(call, 1);
        });

        try (TypedStream<String, String> stream = caller.stream(METHOD)) {
            assertEquals("ok", stream.result());
        }
        assertTrue(deadline.get().isEmpty());
    }

    @Test
    void theTimeoutOfCallsIsASetting() throws Exception {
        CompletableFuture<Optional<Deadline>> deadline = new CompletableFuture<>();
        serve(MethodType.UNARY, (call, headers) -> {
            deadline.complete(Optional.ofNullable(Context.current().getDeadline()));
            answer(call, 1);
        });
        GrpcCaller caller = new GrpcCaller(grpc.channel());

        assertEquals("ok", caller.withCallTimeout(Duration.ZERO).call(METHOD, ""));
        assertTrue(deadline.get().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> caller.withCallTimeout(Duration.ofNanos(-1)));
    }

    @Test
    void aCallEndsWithTheContextThatItWasMadeIn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Caller caller = serve(MethodType.UNARY, (call, headers) -> begun.countDown());
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<String> future = context.call(() -> caller.callAsync(METHOD, ""));
        begun.await();

        context.cancel(new IllegalStateException("enough"));

        CallException failure = assertInstanceOf(
                CallException.class,
                assertThrows(ExecutionException.class, future::get).getCause());
        assertEquals(StatusCode.CANCELLED, failure.status().code());
        assertEquals("enough", failure.getCause().getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aUnaryCallWithoutOneAnswerIsInternal(int answers) throws Exception {
        Caller caller = serve(MethodType.BIDI_STREAMING, (call, headers) -> answer(call, answers));

        CallException failure = assertThrows(CallException.class, () -> caller.call(METHOD, ""));

        assertEquals(StatusCode.INTERNAL, failure.status().code());
    }

    @Test
    void detailsThatAreNoneAreLeftOut() throws Exception {
        Metadata trailers = new Metadata();
        trailers.put(
                Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {-1, -1, -1});
        Caller caller =
                serve(MethodType.UNARY, (call, headers) -> call.close(Status.ABORTED.withDescription("why"), trailers));

        CallException failure = assertThrows(CallException.class, () -> caller.call(METHOD, ""));

        assertEquals(io.samehost.wire.Status.of(StatusCode.ABORTED, "why"), failure.status());
    }

    @ParameterizedTest
    @CsvSource({
        "grpc-timeout, 1S, key",
        "raw-bin,      AA, key",
        "user-agent,   me, key",
        "'a b',        x,  key",
        "ü,            x,  key",
        "'',           x,  key",
        "key,          ü,  value",
        "key,          ' x', value",
        "key,          'x ', value",
        "key,          'x\ty', value",
    })
    void metadataThatGrpcCannotCarryAreRefused(String key, String value, String what) throws Exception {
        Caller caller = serve(MethodType.UNARY, (call, headers) -> answer(call, 1));
        CallOptions options = CallOptions.DEFAULT.withMetadata(key, value);

        for (IllegalArgumentException failure : List.of(
                assertThrows(IllegalArgumentException.class, () -> caller.call(METHOD, "", options)),
                assertThrows(IllegalArgumentException.class, () -> caller.callAsync(METHOD, "", options)),
                assertThrows(IllegalArgumentException.class, () -> caller.serverStream(METHOD, "", options)),
                assertThrows(IllegalArgumentException.class, () -> caller.stream(METHOD, options)))) {
            assertTrue(failure.getMessage().contains(what), failure.getMessage());
            assertTrue(failure.getMessage().contains("key=" + key), failure.getMessage());
        }
    }

    @Test
    void aNameThatGrpcCannotHaveIsRefused() throws Exception {
        Caller caller = serve(MethodType.UNARY, (call, headers) -> answer(call, 1));

        assertThrows(
                IllegalArgumentException.class,
                () -> caller.call(new Method<>("test.Plain", "a/b", Marshaller.UTF_8, Marshaller.UTF_8), ""));
    }

    @Test
    void aServerThatIsNotThereIsToldWithItsReason() throws Exception {
        Caller caller = serve(MethodType.UNARY, (call, headers) -> answer(call, 1));
        grpc.server().shutdownNow().awaitTermination();

        ConnectionClosedException failure =
                assertThrows(ConnectionClosedException.class, () -> caller.call(METHOD, ""));

        assertEquals(StatusCode.UNAVAILABLE, failure.status().code());
        assertTrue(failure.getMessage().startsWith("server cannot be reached: "), failure.getMessage());
        assertTrue(failure.getMessage().contains("Connection refused"), failure.getMessage());
        assertFalse(failure.isNotProcessed());
    }

    @Test
    void aChannelThatIsShutDownIsNoServersFault() throws Exception {
        Caller caller = serve(MethodType.UNARY, (call, headers) -> answer(call, 1));
        grpc.channel().shutdown();

        assertThrows(ConnectionClosedException.class, () -> caller.call(METHOD, ""));
    }

    @Test
    void aStreamThatWasClosedSaysSo() throws Exception {
        Caller caller = serve(MethodType.BIDI_STREAMING, (call, headers) -> {});
        TypedStream<String, String> stream = caller.stream(METHOD);

        stream.close();
        stream.close();
        stream.closeSend();

        CallException sending = assertThrows(CallException.class, () -> stream.send("x"));
        assertEquals(StatusCode.CANCELLED, sending.status().code());
        CallException receiving = assertThrows(CallException.class, stream::receive);
        assertEquals("stream was closed by its client", receiving.status().message());
        assertEquals(StatusCode.CANCELLED, receiving.status().code());
    }

    /** Else code that is attached and blocks would stop every call of the connection. */
    @Test
    void codeAttachedToAFutureRunsOnTheChannelsExecutor() throws Exception {
        serve(MethodType.UNARY, (call, headers) -> answer(call, 1));
        var executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "channel's own"));
        var channel = io.grpc.Grpc.newChannelBuilder(
                        "localhost:" + grpc.server().getPort(), io.grpc.InsecureChannelCredentials.create())
                .executor(executor)
                .build();
        try {
            CountDownLatch attached = new CountDownLatch(1);
            CompletableFuture<String> thread = new GrpcCaller(channel)
                    .callAsync(METHOD, "")
                    .thenApply(answer -> {
                        attached.countDown();
                        return Thread.currentThread().getName();
                    });
            attached.await();
            assertTrue(
                    List.of("channel's own", Thread.currentThread().getName()).contains(thread.get()), thread.get());

            CompletableFuture<Void> blocked = new CompletableFuture<>();
            executor.execute(blocked::join);
            assertEquals("ok", new GrpcCaller(channel).call(METHOD, ""), "a call that waits needs no thread of it");
            blocked.complete(null);
        } finally {
            channel.shutdownNow();
            executor.shutdown();
        }
    }
}
