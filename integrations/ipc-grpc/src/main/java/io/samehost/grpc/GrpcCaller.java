package io.samehost.grpc;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.Invocation;
import io.samehost.client.TypedStream;
import io.samehost.grpc.calling.OpenCall;
import io.samehost.grpc.calling.OpenStream;
import io.samehost.grpc.calling.UnaryAnswer;
import io.samehost.grpc.value.Headers;
import io.samehost.grpc.value.Methods;
import io.samehost.wire.Method;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls methods by gRPC as a {@code Client} of samehost does. Thread-safe.
 *
 * <pre>{@code
 * ManagedChannel channel = Grpc.newChannelBuilder("greeter.example:8443", credentials).build();
 * GreeterClient greeter = GreeterClient.of(new GrpcCaller(channel));
 * }</pre>
 *
 * <p>The channel is the program's to close. It connects when it is needed, so a stream opens also without a server, and what
 * becomes of it is told by the first message that is sent or received. Where no server can be reached, or the
 * connection is lost, calls and streams throw {@link ConnectionClosedException}, whose status is {@code UNAVAILABLE}: as in samehost, the server
 * may have carried the call out or not. A server that says {@code UNAVAILABLE} by itself is a {@link CallException}, as is
 * every other status of gRPC's.
 *
 * <p>Metadata have to be ASCII: keys of {@code a-z 0-9 . _ -} that neither begin with {@code grpc-} nor end with {@code -bin}, values
 * without blanks around them. Calls refuse others with an {@link IllegalArgumentException}, and send nothing.
 *
 * <p>In a handler that gRPC serves, a call ends also with the call of that handler, as all calls of gRPC do.
 */
public final class GrpcCaller implements Caller {
    private final Channel channel;
    private final Duration callTimeout;

    /** Calls over a channel. A call that sets no deadline of its own has a minute, as those of samehost's clients have. */
    public GrpcCaller(Channel channel) {
        this(channel, ClientConfig.DEFAULT.callTimeout());
    }

    private GrpcCaller(Channel channel, Duration callTimeout) {
        this.channel = channel;
        this.callTimeout = callTimeout;
    }

    /**
     * The same with another deadline for calls that set none of their own; zero for no deadline.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public GrpcCaller withCallTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("durations must not be negative: callTimeout=" + timeout);
        }
        return new GrpcCaller(channel, timeout);
    }

    @Override
    public <Q, S> S call(Method<Q, S> method, Q value, CallOptions options) throws IOException, CallException {
        byte[] request = Invocation.of(method, value, options).payload();
        OpenCall call = open(method, MethodType.UNARY, options, onTransport(grpcOptions(options, callTimeout)));
        return CallException.valueOf(method, UnaryAnswer.to(call, request).await());
    }

    /** Code that is attached to the future runs on a thread of the channel's executor. */
    @Override
    public <Q, S> CompletableFuture<S> callAsync(Method<Q, S> method, Q value, CallOptions options) {
        byte[] request = Invocation.of(method, value, options).payload();
        try {
            OpenCall call = open(method, MethodType.UNARY, options, grpcOptions(options, callTimeout));
            return UnaryAnswer.to(call, request).future(answer -> CallException.valueOf(method, answer));
        } catch (CallException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <Q, S> TypedStream<Q, S> serverStream(Method<Q, S> method, Q value, CallOptions options)
            throws CallException {
        byte[] request = Invocation.of(method, value, options).payload();
        io.grpc.CallOptions grpcOptions = onTransport(grpcOptions(options, Duration.ZERO));
        return OpenStream.fromServer(method, open(method, MethodType.SERVER_STREAMING, options, grpcOptions), request);
    }

    @Override
    public <Q, S> TypedStream<Q, S> stream(Method<Q, S> method, CallOptions options) throws CallException {
        io.grpc.CallOptions grpcOptions = onTransport(grpcOptions(options, Duration.ZERO));
        return OpenStream.both(method, open(method, MethodType.BIDI_STREAMING, options, grpcOptions));
    }

    private OpenCall open(Method<?, ?> method, MethodType type, CallOptions options, io.grpc.CallOptions grpcOptions) {
        MethodDescriptor<byte[], byte[]> descriptor = Methods.of(method.service(), method.name(), type);
        Metadata headers = Headers.toGrpc(options.metadata());
        return OpenCall.of(channel, descriptor, grpcOptions, headers);
    }

    private static io.grpc.CallOptions grpcOptions(CallOptions options, Duration otherwise) throws CallException {
        Duration timeout = options.timeout().orElse(otherwise);
        if (timeout.isNegative()) {
            throw new CallException(
                    Status.of(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the call was sent"));
        }
        return timeout.isZero()
                ? io.grpc.CallOptions.DEFAULT
                : io.grpc.CallOptions.DEFAULT.withDeadlineAfter(
                        TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /** The thread that waits does the rest: what arrives needs no thread of its own, and cannot lack one. */
    private static io.grpc.CallOptions onTransport(io.grpc.CallOptions options) {
        return options.withExecutor(Runnable::run);
    }
}
