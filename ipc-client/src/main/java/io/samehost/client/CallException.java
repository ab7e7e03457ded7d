package io.samehost.client;

import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.util.concurrent.CancellationException;

/** The server answered with an error, or a call ended without an answer at its deadline. The connection is good. */
public final class CallException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    CallException(StatusCode code, String message) {
        this(Status.of(code, message));
    }

    /** For what calls in other ways than a {@link Client}, and for tests. The status is not OK. */
    public CallException(Status status) {
        super(status.toString());
        this.status = status;
    }

    /** The status of a call that ended so, whichever exception it was. */
    static Status statusOf(Throwable failure) {
        if (failure instanceof CallException known) {
            return known.status();
        }
        StatusCode code = failure instanceof CancellationException ? StatusCode.CANCELLED : StatusCode.UNAVAILABLE;
        return Status.of(code, String.valueOf(failure.getMessage()));
    }

    static CallException tooLarge(OversizeException e) {
        return new CallException(StatusCode.RESOURCE_EXHAUSTED, e.getMessage());
    }

    /** The payload of an answer, unless the answer is a failure. */
    static byte[] payloadOf(Response response) throws CallException {
        return orAnswer(response).bytes();
    }

    /** The answer, unless it is a failure. */
    static Response orAnswer(Response response) throws CallException {
        if (!response.status().isOk()) {
            throw new CallException(response.status());
        }
        return response;
    }

    /**
     * The value of an answer.
     *
     * @throws CallException with status INTERNAL if the answer is none of the method's values
     */
    public static <S> S valueOf(Method<?, S> method, byte[] answer) throws CallException {
        return valueOf(method.response()::decode, answer);
    }

    static <A, S> S valueOf(Marshaller.Conversion<A, S> conversion, A answer) throws CallException {
        try {
            return conversion.apply(answer);
        } catch (Exception e) {
            throw new CallException(StatusCode.INTERNAL, "answer cannot be decoded: " + e);
        }
    }

    /**
     * True if the server certainly did not begin the call: to make it again does no harm. A client has tried that already, on
     * another connection, where there was one to be had; the suppressed exception says why not.
     */
    public boolean isNotProcessed() {
        return status.isNotProcessed();
    }

    /** Why the call failed; never OK. */
    public Status status() {
        return status;
    }
}
