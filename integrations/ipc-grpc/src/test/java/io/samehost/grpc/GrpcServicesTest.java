package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.PlainGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handlers of ours and the client of grpc-java, which knows nothing of us. */
@Timeout(60)
final class GrpcServicesTest {
    private static final Set<Status.Code> REFUSALS = Set.of(Status.Code.INTERNAL, Status.Code.CANCELLED);

    private final GrpcServices services = new GrpcServices();
    private PlainGrpc grpc;

    @AfterEach
    void stop() {
        if (grpc != null) {
            grpc.close();
        }
    }

    private void serve(ServerInterceptor... interceptors) throws IOException {
        grpc = PlainGrpc.start(services.definitions(), interceptors);
    }

    private byte[] call(String method, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                grpc.channel(), PlainGrpc.method(method, MethodType.UNARY), CallOptions.DEFAULT, request);
    }

    private static byte[] number(long value) throws Exception {
        return Numbers.NUMBER.encode(value);
    }

    /** Collects what a server sends. */
    private static final class Answers implements StreamObserver<byte[]> {
        private final List<Long> numbers = new ArrayList<>();
        private final CompletableFuture<List<Long>> all = new CompletableFuture<>();

        @Override
        public void onNext(byte[] message) {
            try {
                numbers.add(Numbers.NUMBER.decode(message));
            } catch (Exception e) {
                all.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            all.complete(numbers);
        }
    }

    @Test
    void unaryCallsAreAnswered() throws Exception {
        services.add(new Numbers());
        serve();

        assertArrayEquals(number(8), call("test.Numbers/Next", number(7)));
        assertArrayEquals(number(9), call("test.Numbers/Echo", number(9)));
    }

    @Test
    void serverStreamsAreIterated() throws Exception {
        services.add(new Numbers());
        serve();
        Answers answers = new Answers();

        ClientCalls.asyncServerStreamingCall(
                newCall("test.Numbers/Count", MethodType.SERVER_STREAMING), number(4), answers);

        assertEquals(List.of(1L, 2L, 3L, 4L), answers.all.get());
    }

    private ClientCall<byte[], byte[]> newCall(String method, MethodType type) {
        return grpc.channel().newCall(PlainGrpc.method(method, type), CallOptions.DEFAULT);
    }

    @Test
    void clientStreamsGetOneAnswer() throws Exception {
        services.add(new Numbers());
        serve();
        Answers answers = new Answers();

        StreamObserver<byte[]> requests =
                ClientCalls.asyncClientStreamingCall(newCall("test.Numbers/Sum", MethodType.CLIENT_STREAMING), answers);
        for (long number = 1; number <= 4; number++) {
            requests.onNext(number(number));
        }
        requests.onCompleted();

        assertEquals(List.of(10L), answers.all.get());
    }

    @Test
    void bothEndsStream() throws Exception {
        services.add(new Numbers());
        serve();
        Answers answers = new Answers();

        StreamObserver<byte[]> requests =
                ClientCalls.asyncBidiStreamingCall(newCall("test.Numbers/Double", MethodType.BIDI_STREAMING), answers);
        requests.onNext(number(2));
        requests.onNext(number(3));
        requests.onCompleted();

        assertEquals(List.of(4L, 6L), answers.all.get());
    }

    /** A client of gRPC's own cannot send so; one that counts wrongly can. Newer versions of gRPC cancel two by themselves. */
    @ParameterizedTest
    @CsvSource({"Next, 0", "Next, 2", "Count, 0", "Count, 2", "Echo, 0", "Echo, 2"})
    void aMethodOfOneRequestTakesNeitherNoneNorTwo(String method, int requests) throws Exception {
        services.add(new Numbers());
        serve();
        Answers answers = new Answers();

        StreamObserver<byte[]> stream = ClientCalls.asyncBidiStreamingCall(
                newCall("test.Numbers/" + method, MethodType.BIDI_STREAMING), answers);
        for (int sent = 0; sent < requests; sent++) {
            stream.onNext(number(1));
        }
        stream.onCompleted();

        Throwable failure = assertThrows(Exception.class, answers.all::get).getCause();
        assertTrue(REFUSALS.contains(Status.fromThrowable(failure).getCode()), failure::toString);
    }

    @Test
    void binaryMetadataAndGrpcsOwnAreLeftOut() throws Exception {
        services.add(new Numbers());
        serve();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});
        headers.put(Metadata.Key.of("plain", Metadata.ASCII_STRING_MARSHALLER), "text");

        byte[] seen = ClientCalls.blockingUnaryCall(
                grpc.with(MetadataUtils.newAttachHeadersInterceptor(headers)),
                PlainGrpc.method("test.Numbers/Metadata", MethodType.UNARY),
                CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES),
                new byte[0]);

        assertEquals("[Entry[key=plain, value=text]]", new String(seen, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"test.Names, a/b", "test.Names, 'a b'", "test.Names, ''", "'', Method", "test.Näme, Method"})
    void aNameThatGrpcCannotHaveIsRefused(String service, String method) {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> services.handle(service, method, request -> new byte[0]));

        assertEquals(
                "gRPC has no such name of a method: method=" + service + "/" + method
                        + ", use visible ASCII and no slash in the method",
                failure.getMessage());
    }

    @Test
    void aMethodIsAddedOnce() {
        services.add(new Numbers());

        assertThrows(IllegalArgumentException.class, () -> services.add(new Numbers()));
    }

    @Test
    void anExecutorThatRefusesIsExhausted() throws Exception {
        services.add(new Numbers()).executor(task -> {
            throw new RejectedExecutionException("full");
        });
        serve();

        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> call("test.Numbers/Next", number(1)));

        assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
        assertArrayEquals(number(1), call("test.Numbers/Echo", number(1)), "an inline handler needs no thread");
    }

    private static final Context.Key<String> TENANT = Context.key("tenant");

    /** What an interceptor of gRPC knows. */
    private static final class Tenant implements ServerInterceptor {
        @Override
        public <Q, S> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
            return Contexts.interceptCall(Context.current().withValue(TENANT, "acme"), call, headers, next);
        }
    }

    @Test
    void handlersRunInTheContextOfTheirCall() throws Exception {
        services.handle("test.Tenant", "Name", request -> TENANT.get().getBytes(StandardCharsets.UTF_8));
        services.handleInline("test.Tenant", "Inline", request -> TENANT.get().getBytes(StandardCharsets.UTF_8));
        serve(new Tenant());

        assertEquals("acme", new String(call("test.Tenant/Name", new byte[0]), StandardCharsets.UTF_8));
        assertEquals("acme", new String(call("test.Tenant/Inline", new byte[0]), StandardCharsets.UTF_8));
    }
}
