package io.samehost.grpc.calling;

import io.samehost.client.CallException;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;

/** Values of calls, and the bytes that stand for them. */
public final class Values {
    private Values() {}

    /**
     * What a request carries.
     *
     * @throws IllegalArgumentException if the value cannot be encoded
     */
    public static <Q> byte[] encode(Method<Q, ?> method, Q value) {
        try {
            return method.request().encode(value);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "value cannot be encoded: method=" + method.service() + "/" + method.name(), e);
        }
    }

    /** The value of an answer; an answer that is none of the method's values is INTERNAL. */
    public static <S> S decode(Method<?, S> method, byte[] answer) throws CallException {
        try {
            return method.response().decode(answer);
        } catch (Exception e) {
            throw Ended.failed(StatusCode.INTERNAL, "answer cannot be decoded: " + e);
        }
    }
}
