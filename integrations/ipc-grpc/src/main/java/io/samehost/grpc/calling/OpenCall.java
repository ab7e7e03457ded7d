package io.samehost.grpc.calling;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** A call of gRPC that is about to begin, or has begun. */
public record OpenCall(ClientCall<byte[], byte[]> call, Metadata headers, ServersWord word) {

    /** A call that has not begun. */
    public static OpenCall of(
            Channel channel, MethodDescriptor<byte[], byte[]> method, CallOptions options, Metadata headers) {
        ServersWord word = new ServersWord();
        return new OpenCall(channel.newCall(method, options.withStreamTracerFactory(word)), headers, word);
    }

    void start(ClientCall.Listener<byte[]> listener) {
        giveUpIfFails(() -> call.start(listener, headers));
    }

    /** Sends the only request, and asks for so many answers. */
    void send(byte[] request, int answers) {
        giveUpIfFails(() -> {
            call.request(answers);
            call.sendMessage(request);
            call.halfClose();
        });
    }

    /** Otherwise what has begun would go on without anybody. */
    private void giveUpIfFails(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            call.cancel("call could not begin", e);
            throw e;
        }
    }
}
