package io.samehost.client;

import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;

/**
 * A call or stream that is about to begin, as an interceptor sees it.
 *
 * @param payload what the request carries; must not change until the call is over
 */
public record Invocation(String service, String method, byte[] payload, CallOptions options) {

    /**
     * A call with a value.
     *
     * @throws IllegalArgumentException if the value cannot be encoded
     */
    public static <Q> Invocation of(Method<Q, ?> method, Q value, CallOptions options) {
        return new Invocation(method.service(), method.name(), encode(method, value), options);
    }

    static <Q> byte[] encode(Method<Q, ?> method, Q value) {
        return encode(method, method.request()::encode, value);
    }

    static <Q, A> A encode(Method<Q, ?> method, Marshaller.Conversion<Q, A> conversion, Q value) {
        try {
            return conversion.apply(value);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "value cannot be encoded: method=" + method.service() + "/" + method.name(), e);
        }
    }

    /** The same call with other options. */
    public Invocation withOptions(CallOptions other) {
        return new Invocation(service, method, payload, other);
    }

    /** The same call with one more metadata entry. */
    public Invocation withMetadata(String key, String value) {
        return withOptions(options.withMetadata(key, value));
    }
}
