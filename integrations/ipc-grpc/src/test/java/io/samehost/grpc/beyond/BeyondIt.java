package io.samehost.grpc.beyond;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.samehost.grpc.GrpcCaller;
import io.samehost.grpc.GrpcServices;
import java.io.File;
import java.util.concurrent.TimeUnit;

/** The greeter on gRPC. */
final class BeyondIt {
    private BeyondIt() {}

    static Server serve(int port, File certificate, File key, File clients) throws Exception {
        ServerCredentials credentials = TlsServerCredentials.newBuilder()
                .keyManager(certificate, key)
                .trustManager(clients)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        Server server = Grpc.newServerBuilderForPort(port, credentials)
                .addServices(new GrpcServices().add(new GreeterService()).definitions())
                .build()
                .start();
        return server;
    }

    static String greet(String target, File certificate, File key, File servers) throws Exception {
        ChannelCredentials credentials = TlsChannelCredentials.newBuilder()
                .keyManager(certificate, key)
                .trustManager(servers)
                .build();
        ManagedChannel channel = Grpc.newChannelBuilder(target, credentials).build();
        GreeterClient greeter = GreeterClient.of(new GrpcCaller(channel));
        String answer = greeter.hello("world");
        channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
        return answer;
    }

    static void close(Server server, GrpcServices services) throws InterruptedException {
        services.serverCloses();
        server.shutdown();
        if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
            server.shutdownNow();
        }
    }
}
