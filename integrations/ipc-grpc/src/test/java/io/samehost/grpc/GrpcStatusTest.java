package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.samehost.grpc.fixture.PlainGrpc;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Status.Detail;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statuses of handlers as the client of grpc-java sees them. */
@Timeout(60)
final class GrpcStatusTest {
    private final GrpcServices services = new GrpcServices();
    private PlainGrpc grpc;

    @AfterEach
    void stop() {
        grpc.close();
    }

    private void serve() throws IOException {
        grpc = PlainGrpc.start(services.definitions());
    }

    private byte[] call(String method, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                grpc.channel(), PlainGrpc.method(method, MethodType.UNARY), CallOptions.DEFAULT, request);
    }

    /** gRPC's peers close a connection whose headers are too long: a status may not be. */
    @Test
    void aStatusThatIsTooLongForHeadersIsCut() throws Exception {
        List<Detail> details = List.of(new Detail("type.example/Large", new byte[1 << 20]));
        services.handle("test.Long", "Fail", request -> {
            String message = new String(request.payload(), StandardCharsets.UTF_8).repeat(100_000);
            throw new StatusException(new io.samehost.wire.Status(StatusCode.ABORTED, message, details));
        });
        serve();

        for (String text : List.of("x", "%", "ü", "😀")) {
            StatusRuntimeException failure = assertThrows(
                    StatusRuntimeException.class, () -> call("test.Long/Fail", text.getBytes(StandardCharsets.UTF_8)));
            assertEquals(Status.Code.ABORTED, failure.getStatus().getCode());
            String message = failure.getStatus().getDescription();
            assertTrue(message.startsWith(text.repeat(100)) && message.endsWith(text + "..."), message);
        }
    }

    @Test
    void detailsThatFitArriveWithALongMessage() throws Exception {
        List<Detail> details = List.of(new Detail("type.example/Why", new byte[900]));
        services.handle("test.Long", "Fail", request -> {
            throw new StatusException(new io.samehost.wire.Status(StatusCode.ABORTED, "%".repeat(10_000), details));
        });
        serve();

        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> call("test.Long/Fail", new byte[0]));

        assertTrue(failure.getTrailers()
                .containsKey(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER)));
    }

    @Test
    void aNumberThatGrpcDoesNotHaveIsUnknownAndInTheText() throws Exception {
        services.handle("test.Own", "Fail", request -> {
            throw new StatusException(new io.samehost.wire.Status(10127, "own", List.of()));
        });
        serve();

        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> call("test.Own/Fail", new byte[0]));

        assertEquals(Status.Code.UNKNOWN, failure.getStatus().getCode());
        assertEquals("UNKNOWN 10127: own", failure.getStatus().getDescription());
    }

    @Test
    void textsOfFailuresAreToldWhereTheServerSaysSo() throws Exception {
        services.tellFailures().handle("test.Open", "Fail", request -> {
            throw new IllegalStateException("no secret");
        });
        serve();

        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> call("test.Open/Fail", new byte[0]));

        assertEquals(
                "handler failed: java.lang.IllegalStateException: no secret",
                failure.getStatus().getDescription());
    }
}
