package io.samehost.server.rpc;

import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.server.handler.UndecodableException;
import io.samehost.server.lasting.LastingLog;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Makes a status of what a handler throws. The text of an exception may tell what is none of the caller's business, so it
 * goes to the log, and the caller learns the class.
 *
 * @param told true for a server whose callers may read the text too
 */
public record Failures(boolean told) {
    private static final LastingLog LOG = new LastingLog(Failures.class);

    /** Made beforehand: when they are needed, there is no memory for another. */
    private static final Status OUT_OF_MEMORY =
            Status.of(StatusCode.RESOURCE_EXHAUSTED, "server is out of memory, try again later");

    private static final Response FAILED_OUT_OF_MEMORY = Response.failed(OUT_OF_MEMORY);

    Response responseOf(Throwable thrown, ServerRequest request) {
        try {
            return Response.failed(chosenOrMade(thrown, request));
        } catch (Throwable t) { // for want of memory
            return FAILED_OUT_OF_MEMORY;
        }
    }

    /** The status of a call whose handler has thrown. Throws nothing. */
    public Status statusOf(Throwable thrown, ServerRequest request) {
        try {
            return chosenOrMade(thrown, request);
        } catch (Throwable t) { // for want of memory
            return OUT_OF_MEMORY;
        }
    }

    private Status chosenOrMade(Throwable thrown, ServerRequest request) {
        if (thrown instanceof StatusException chosen) {
            return chosen.status();
        }
        if (thrown instanceof UndecodableException undecodable) {
            return Status.of(StatusCode.INVALID_ARGUMENT, undecodable.getMessage());
        }
        if (request.isCancelled()) {
            // Nobody reads this status; a handler may end as it likes when its call is over.
            StatusCode code = request.remaining().filter(Duration::isZero).isPresent()
                    ? StatusCode.DEADLINE_EXCEEDED
                    : StatusCode.CANCELLED;
            return Status.of(code, "handler ended after its call: " + Dispatcher.nameOf(request));
        }
        if (thrown instanceof InterruptedException && request.isServerClosing()) {
            return Dispatcher.ENDED_BY_CLOSE;
        }
        LOG.log(Level.WARNING, "handler failed: " + Dispatcher.nameOf(request), thrown);
        return Status.of(codeOf(thrown), "handler failed: " + (told ? textOf(thrown) : nameOf(thrown)));
    }

    private static StatusCode codeOf(Throwable thrown) {
        if (thrown instanceof OversizeException) {
            return StatusCode.RESOURCE_EXHAUSTED;
        }
        return thrown instanceof Error ? StatusCode.INTERNAL : StatusCode.UNKNOWN;
    }

    /** Sizes are no secret: the caller asked for what did not fit. */
    private static String nameOf(Throwable thrown) {
        return thrown instanceof OversizeException ? thrown.getMessage() : "error=" + classOf(thrown);
    }

    /** An exception may fail to describe itself. */
    private static String textOf(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable t) {
            return "error=" + classOf(thrown);
        }
    }

    private static String classOf(Throwable thrown) {
        String simple = thrown.getClass().getSimpleName();
        return simple.isEmpty() ? thrown.getClass().getName() : simple;
    }
}
