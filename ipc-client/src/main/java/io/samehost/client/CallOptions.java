package io.samehost.client;

import io.samehost.wire.Metadata;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of one call.
 *
 * @param timeout counted from the start of the call, and sent to the server; zero for no deadline, empty for the
 *     client's own, which streams do not have; a negative one has passed already: {@code DEADLINE_EXCEEDED}
 * @param metadata keys and values for the handler
 */
public record CallOptions(Optional<Duration> timeout, Metadata metadata) {
    public static final CallOptions DEFAULT = new CallOptions(Optional.empty(), Metadata.EMPTY);

    public CallOptions withTimeout(Duration newTimeout) {
        return new CallOptions(Optional.of(newTimeout), metadata);
    }

    public CallOptions withMetadata(String key, String value) {
        return new CallOptions(timeout, metadata.with(key, value));
    }
}
