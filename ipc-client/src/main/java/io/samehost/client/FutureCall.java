package io.samehost.client;

import io.samehost.client.call.AsyncCall;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Method;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A call that completes the future which {@link Client#callAsync} returned. */
final class FutureCall<T> extends AsyncCall {
    private final CallFuture<T> future;
    private final Reading<T> reading;
    private final Again<T> again;
    private final int attempt;

    /** Makes of an answer what the future gives. */
    interface Reading<T> {
        T of(Response answer) throws CallException;
    }

    /** Begins a call again that the server has not begun. */
    interface Again<T> {
        /**
         * Begins {@code call}, which takes the place of one that was the attempt of that number, from 1 on.
         *
         * @return false if that was not possible; {@code failure} then takes on why
         */
        boolean begin(FutureCall<T> call, Exception failure, int attempt);
    }

    FutureCall(long timeoutNanos, Reading<T> reading, Again<T> again) {
        this(timeoutNanos, System.nanoTime(), reading, again, new CallFuture<>(), 1);
    }

    private FutureCall(
            long timeoutNanos, long begunNanos, Reading<T> reading, Again<T> again, CallFuture<T> future, int attempt) {
        super(timeoutNanos, begunNanos);
        this.reading = reading;
        this.again = again;
        this.future = future;
        this.attempt = attempt;
    }

    /** It has begun, and may be over and begun again by now. */
    void begun() {
        if (future.begun(this)) {
            cancel();
        }
    }

    @Override
    protected boolean takesLent() {
        return reading instanceof LentAnswer;
    }

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void completeFuture() {
        try {
            complete(CallException.orAnswer(response()));
        } catch (IOException e) {
            boolean notProcessed = neverProcessed();
            end(
                    notProcessed ? ConnectionClosedException.notProcessed(e) : ConnectionClosedException.because(e),
                    notProcessed);
        } catch (CallException e) {
            end(e, e.isNotProcessed());
        }
    }

    /** An error of who reads the answer is the future's, and must not leave its caller waiting. */
    private void complete(Response answer) throws CallException {
        try {
            future.complete(reading.of(answer));
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    private void end(Exception failure, boolean notProcessed) {
        if (!notProcessed || future.isDone() || !begunAgain(failure)) {
            future.completeExceptionally(failure);
        }
    }

    private boolean begunAgain(Exception failure) {
        return again.begin(
                new FutureCall<>(timeoutNanos(), begunNanos(), reading, again, future, attempt + 1), failure, attempt);
    }

    /** Gives the call up when it is cancelled. */
    private static final class CallFuture<T> extends CompletableFuture<T> {
        /** Guarded by this. The last attempt that has begun. */
        private Optional<FutureCall<T>> underWay = Optional.empty();

        /** Takes note of an attempt that has begun. Returns true if it is not wanted any more. */
        synchronized boolean begun(FutureCall<T> call) {
            if (underWay.isEmpty() || underWay.get().attempt < call.attempt) {
                underWay = Optional.of(call);
            }
            return isCancelled();
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                last().ifPresent(FutureCall::cancel);
            }
            return cancelled;
        }

        private synchronized Optional<FutureCall<T>> last() {
            return underWay;
        }
    }

    /** Reads values of answers whose payloads are lent, and gives these back. */
    record LentAnswer<S>(BufferMarshaller<S> marshaller) implements Reading<S> {
        /** The way to read the answers of {@code method}; empty if its values need arrays of their own. */
        static <S> Optional<LentAnswer<S>> of(Method<?, S> method) {
            return method.response() instanceof BufferMarshaller<S> buffers && !buffers.keepsPayload()
                    ? Optional.of(new LentAnswer<>(buffers))
                    : Optional.empty();
        }

        @Override
        public S of(Response answer) throws CallException {
            ByteBuffer payload = answer.large().map(Payload::buffer).orElseGet(() -> ByteBuffer.wrap(answer.payload()));
            try {
                return CallException.valueOf(marshaller::read, payload);
            } finally {
                answer.large().ifPresent(Payload::giveBack);
            }
        }
    }
}
