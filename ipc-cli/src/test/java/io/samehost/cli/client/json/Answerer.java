package io.samehost.cli.client.json;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.samehost.fixture.peer.Peer;
import io.samehost.server.Server;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.util.concurrent.CountDownLatch;

/** Servers of three implementations, with the methods of {@code interop.proto}, and what each says in words of its own. */
enum Answerer {
    SAMEHOST(
            "UNIMPLEMENTED: unknown service: service=interop.Nobody, did you mean interop.Peer/Echo?",
            "UNIMPLEMENTED: unknown method: method=interop.Peer/Nothing, did you mean interop.Peer/Echo?") {
        @Override
        AutoCloseable serve(String address) throws Exception {
            return ours(address);
        }
    },
    GO("UNIMPLEMENTED: service interop.Nobody", "UNIMPLEMENTED: method Nothing") {
        @Override
        AutoCloseable serve(String address) throws Exception {
            return Peer.GO.serve(address);
        }
    },
    RUST(
            "INVALID_ARGUMENT: /interop.Nobody/Echo does not exist",
            "INVALID_ARGUMENT: /interop.Peer/Nothing does not exist") {
        @Override
        AutoCloseable serve(String address) throws Exception {
            return Peer.RUST.serve(address);
        }
    };

    /** How the failure of a call begins where there is no {@code interop.Nobody}. */
    final String unknownService;

    /** How the failure of a call begins where there is no {@code Nothing} in {@code interop.Peer}. */
    final String unknownMethod;

    Answerer(String unknownService, String unknownMethod) {
        this.unknownService = unknownService;
        this.unknownMethod = unknownMethod;
    }

    /** Starts the server. */
    abstract AutoCloseable serve(String address) throws Exception;

    /** The exit code of these failures. */
    int unknownCode() {
        return this == RUST ? 67 : 76;
    }

    private static Server ours(String address) throws Exception {
        return Server.builder()
                .listen(address)
                .withoutSchema()
                .handle("interop.Peer", "Same", request -> request.payload())
                .handle("interop.Peer", "Echo", request -> request.payload())
                .handle("interop.Peer", "Grow", request -> new byte[Integer.parseInt(text(request.payload()))])
                .handle("interop.Peer", "Fail", request -> {
                    String[] words = text(request.payload()).split(" ", 2);
                    throw new StatusException(StatusCode.of(Integer.parseInt(words[0])), words[1]);
                })
                .handle(
                        "interop.Peer",
                        "Metadata",
                        request -> StringValue.of("trace="
                                        + String.join(",", request.metadata().all("trace")))
                                .toByteArray())
                .handle("interop.Peer", "Hold", request -> {
                    new CountDownLatch(1).await();
                    return request.payload();
                })
                .start();
    }

    private static String text(byte[] message) throws InvalidProtocolBufferException {
        return StringValue.parseFrom(message).getValue();
    }
}
