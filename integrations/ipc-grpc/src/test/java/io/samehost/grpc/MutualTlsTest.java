package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import io.samehost.client.CallException;
import io.samehost.client.ConnectionClosedException;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.grpc.fixture.Certificates;
import io.samehost.grpc.fixture.Certificates.Identity;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may call over TLS, and what the handlers learn of it. */
@Timeout(60)
final class MutualTlsTest {
    private static TemporaryDirectory directory;
    private static Identity serverIdentity;
    private static Identity client;
    private static Identity stranger;
    private static Server server;

    /** Lets the client in, and not its double of another name. */
    private static final class ClientOnly implements ServerInterceptor {
        @Override
        public ServerRequest prepare(ServerRequest request) throws StatusException {
            GrpcPeer peer = GrpcPeer.current().orElseThrow();
            if (!peer.name().orElse("").equals("CN=client") || peer.address().isEmpty()) {
                throw new StatusException(StatusCode.PERMISSION_DENIED, "not for " + peer);
            }
            assertTrue(request.peer().isEmpty());
            return request;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        directory = new TemporaryDirectory();
        Certificates certificates = new Certificates(directory.path());
        serverIdentity = certificates.make("server");
        client = certificates.make("client");
        stranger = certificates.make("stranger");
        server = Grpc.newServerBuilderForPort(0, serverIdentity.serving(client))
                .addServices(new GrpcServices()
                        .add(new Numbers())
                        .intercept(new ClientOnly())
                        .definitions())
                .build()
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.shutdownNow();
        directory.close();
    }

    private static long call(ChannelCredentials credentials) throws IOException, CallException {
        ManagedChannel channel = Grpc.newChannelBuilder("localhost:" + server.getPort(), credentials)
                .build();
        try {
            return new GrpcCaller(channel).call(Numbers.NEXT, 1L);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aClientWithItsCertificateIsKnownByName() throws Exception {
        assertEquals(2, call(client.calling(serverIdentity)));
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        assertThrows(
                ConnectionClosedException.class,
                () -> call(TlsChannelCredentials.newBuilder()
                        .trustManager(serverIdentity.certificate().toFile())
                        .build()));
    }

    @Test
    void aClientWithAnotherCertificateIsRefused() {
        assertThrows(ConnectionClosedException.class, () -> call(stranger.calling(serverIdentity)));
    }

    @Test
    void aServerWithAnotherCertificateIsRefused() {
        ConnectionClosedException failure =
                assertThrows(ConnectionClosedException.class, () -> call(client.calling(stranger)));

        assertEquals(StatusCode.UNAVAILABLE, failure.status().code());
    }

    @Test
    void aClientWithoutTlsIsRefused() {
        assertThrows(IOException.class, () -> call(InsecureChannelCredentials.create()));
    }

    @Test
    void outsideOfACallThereIsNobody() {
        assertTrue(GrpcPeer.current().isEmpty());
    }
}
