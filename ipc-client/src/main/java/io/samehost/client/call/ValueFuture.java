package io.samehost.client.call;

import java.util.concurrent.CompletableFuture;

/** The value of an answer that is yet to come. Cancelling it cancels the future of the answer, and so gives the call up. */
public final class ValueFuture<T> extends CompletableFuture<T> {
    private final CompletableFuture<byte[]> answer;

    private ValueFuture(CompletableFuture<byte[]> answer) {
        this.answer = answer;
    }

    /** Makes a value of an answer, or says why it cannot be made. */
    @FunctionalInterface
    public interface Decoding<T> {
        T decode(byte[] answer) throws Exception;
    }

    /** The value of {@code answer}. Decoding runs on the thread that completes the answer. */
    @SuppressWarnings("FutureReturnValueIgnored") // it tells what the value's future tells
    public static <T> ValueFuture<T> of(CompletableFuture<byte[]> answer, Decoding<T> decoding) {
        ValueFuture<T> value = new ValueFuture<>(answer);
        answer.whenComplete((bytes, failure) -> value.complete(bytes, failure, decoding));
        return value;
    }

    private void complete(byte[] bytes, Throwable failure, Decoding<T> decoding) {
        if (failure != null) {
            completeExceptionally(failure);
            return;
        }
        try {
            complete(decoding.decode(bytes));
        } catch (Throwable t) { // an error of the decoder must not leave the caller waiting
            completeExceptionally(t);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            answer.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
