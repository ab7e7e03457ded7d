package io.samehost.bench.peers;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;

/** A unary call whose payload comes back, without protobuf: bytes are the message, as they are with this project. */
final class GrpcEcho {
    private static final String SERVICE = "samehost.Echo";

    static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Echo"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private GrpcEcho() {}

    /** Returns where it listens. The handler runs on the event loop. */
    static SocketAddress serve(SocketAddress address) throws IOException {
        EventLoopGroup loop = Epoll.loop();
        ServerServiceDefinition echo = ServerServiceDefinition.builder(SERVICE)
                .addMethod(METHOD, ServerCalls.asyncUnaryCall((request, response) -> {
                    response.onNext(request);
                    response.onCompleted();
                }))
                .build();
        Server server = NettyServerBuilder.forAddress(address)
                .channelType(Epoll.serverChannel(address))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .directExecutor()
                .addService(echo)
                .build()
                .start();
        return server.getListenSockets().get(0);
    }

    /** One connection, whose callbacks run on the event loop. */
    static ManagedChannel connect(SocketAddress address) {
        return NettyChannelBuilder.forAddress(address)
                .channelType(Epoll.channel(address))
                .eventLoopGroup(Epoll.loop())
                .directExecutor()
                .usePlaintext()
                .build();
    }

    /** Bytes as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
