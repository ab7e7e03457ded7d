package io.samehost.grpc.calling;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.samehost.client.CallException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The one answer of a unary call. gRPC's threads bring it, others wait for it. */
public final class UnaryAnswer extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;
    private final ServersWord word;
    private final CompletableFuture<Ended> end = new CompletableFuture<>();

    /** Written by gRPC's thread, one at a time, before the end. */
    private Optional<byte[]> message = Optional.empty();

    private boolean tooMany;

    private UnaryAnswer(ClientCall<byte[], byte[]> call, ServersWord word) {
        this.call = call;
        this.word = word;
    }

    /** Sends the request of a call. */
    public static UnaryAnswer to(OpenCall open, byte[] request) {
        UnaryAnswer answer = new UnaryAnswer(open.call(), open.word());
        open.start(answer);
        open.send(request, 2); // a second answer is one too many
        return answer;
    }

    @Override
    public void onMessage(byte[] answer) {
        tooMany = message.isPresent();
        message = Optional.of(answer);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.complete(new Ended(status, trailers, word.isGiven()));
    }

    /** Waits for the answer. An interrupt gives the call up, and stays set. */
    public byte[] await() throws IOException, CallException {
        try {
            return answer(end.get());
        } catch (InterruptedException e) {
            call.cancel("caller was interrupted", e);
            Thread.currentThread().interrupt();
            throw Ended.interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    private byte[] answer(Ended ended) throws IOException, CallException {
        ended.throwIfFailed();
        if (tooMany || message.isEmpty()) {
            throw Ended.failed(
                    StatusCode.INTERNAL, tooMany ? "server gave more than one answer" : "server gave no answer");
        }
        return message.get();
    }

    /** Makes a value of an answer, or says why it cannot be made. */
    @FunctionalInterface
    public interface Decoding<S> {
        S decode(byte[] answer) throws CallException;
    }

    /** Its value, made on the thread that brings the answer. Cancelling the future gives the call up. */
    @SuppressWarnings("FutureReturnValueIgnored") // it tells what the value's future tells
    public <S> CompletableFuture<S> future(Decoding<S> decoding) {
        CompletableFuture<S> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                boolean cancelled = super.cancel(mayInterruptIfRunning);
                if (cancelled) {
                    call.cancel("future was cancelled", null);
                }
                return cancelled;
            }
        };
        end.thenAccept(ended -> complete(future, ended, decoding));
        return future;
    }

    private <S> void complete(CompletableFuture<S> future, Ended ended, Decoding<S> decoding) {
        try {
            future.complete(decoding.decode(answer(ended)));
        } catch (Throwable t) { // an error of the decoder must not leave the caller waiting
            future.completeExceptionally(t);
        }
    }
}
