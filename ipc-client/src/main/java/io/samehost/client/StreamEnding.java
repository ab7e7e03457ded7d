package io.samehost.client;

import io.samehost.client.call.CallDeadline;
import io.samehost.client.stream.StreamFigures;
import io.samehost.client.stream.StreamProtocol;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** How a stream ends before its time: by the server, its deadline, an interrupt or the loss of its connection. Thread-safe. */
final class StreamEnding {
    private final Closeable stream;
    private final StreamProtocol protocol;
    private final CallDeadline deadline;
    private final StreamFigures figures;

    /** {@code stream} is closed when it is given up. */
    StreamEnding(Closeable stream, StreamProtocol protocol, CallDeadline deadline, StreamFigures figures) {
        this.stream = stream;
        this.protocol = protocol;
        this.deadline = deadline;
        this.figures = figures;
    }

    void throwIfEnded() throws CallException {
        throwIfFailed();
        if (protocol.end().isPresent()) {
            throw new CallException(StatusCode.FAILED_PRECONDITION, "server has ended the stream");
        }
    }

    void throwIfFailed() throws CallException {
        Optional<Response> end = protocol.end();
        if (end.isPresent() && !end.get().status().isOk()) {
            throw new CallException(end.get().status());
        }
    }

    /** Time left for waiting. Ends the stream if there is none. */
    long remainingNanos() throws IOException, CallException {
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            throw givenUp(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the stream ended");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
        return remaining;
    }

    CallException cancelled() throws IOException {
        return givenUp(StatusCode.CANCELLED, "caller was interrupted");
    }

    ConnectionClosedException lost(IOException cause) {
        figures.failed(CallException.statusOf(cause));
        return ConnectionClosedException.because(cause);
    }

    CallException givenUp(StatusCode code, String message) throws IOException {
        Status status = Status.of(code, message);
        figures.failed(status);
        stream.close();
        return new CallException(status);
    }
}
