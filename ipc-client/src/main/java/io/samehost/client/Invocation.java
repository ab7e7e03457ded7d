package io.samehost.client;

import io.samehost.wire.Metadata;

/**
 * A call or stream that is about to begin, as an interceptor sees it.
 *
 * @param payload what the request carries; must not change until the call is over
 */
public record Invocation(String service, String method, byte[] payload, CallOptions options) {

    /** The same call with one more metadata entry. */
    public Invocation withMetadata(String key, String value) {
        Metadata metadata = options.metadata().with(key, value);
        return new Invocation(service, method, payload, new CallOptions(options.timeout(), metadata));
    }
}
