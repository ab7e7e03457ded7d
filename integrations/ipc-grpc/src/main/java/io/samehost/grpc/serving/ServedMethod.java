package io.samehost.grpc.serving;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.samehost.grpc.value.Methods;
import io.samehost.server.rpc.Services;

/** A method with its handler, for gRPC. */
public record ServedMethod(Services.Named method, ServedCalls calls) implements ServerCallHandler<byte[], byte[]> {
    /** What gRPC knows of the connection, for the handler's thread. */
    public static final Context.Key<Attributes> CONNECTION = Context.key("io.samehost.grpc.connection");

    public static ServerMethodDefinition<byte[], byte[]> definition(Services.Named method, ServedCalls calls) {
        return ServerMethodDefinition.create(
                Methods.of(method.service(), method.name(), typeOf(method.served())), new ServedMethod(method, calls));
    }

    private static MethodType typeOf(Services.Served served) {
        if (served instanceof Services.Streaming streaming) {
            return switch (streaming.kind()) {
                case CLIENT_STREAM -> MethodType.CLIENT_STREAMING;
                case SERVER_STREAM -> MethodType.SERVER_STREAMING;
                case BIDI_STREAM -> MethodType.BIDI_STREAMING;
            };
        }
        return MethodType.UNARY;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        ServedCall served = new ServedCall(call, headers, method, calls);
        served.begin();
        return served;
    }
}
