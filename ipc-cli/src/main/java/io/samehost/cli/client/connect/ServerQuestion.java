package io.samehost.cli.client.connect;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.HealthCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks a server about itself: a method of {@code samehost.Server}, over streams or datagrams. */
public interface ServerQuestion {
    byte[] ask(String method, byte[] payload) throws IOException, CallException;

    static ServerQuestion by(Client client, CallOptions options) {
        return (method, payload) -> client.call("samehost.Server", method, payload, options);
    }

    static ServerQuestion by(DatagramClient client, CallOptions options) {
        return (method, payload) -> client.callIdempotent("samehost.Server", method, payload, options);
    }

    /**
     * True if a server may mean that it does not have the method. The protocol's Rust implementation says so by
     * {@code INVALID_ARGUMENT}, all others by {@code UNIMPLEMENTED}.
     */
    static boolean isUnknown(CallException failed) {
        return failed.status().code() == StatusCode.UNIMPLEMENTED
                || failed.status().code() == StatusCode.INVALID_ARGUMENT;
    }

    default byte[] ask(String method) throws IOException, CallException {
        return ask(method, new byte[0]);
    }

    /**
     * Descriptors of the messages of a service, or of all with an empty name; empty if the server knows nothing of that. A
     * server of others, or one that is told not to, tells nobody.
     *
     * @throws CallException if it could not say
     */
    default Optional<byte[]> schema(String service) throws IOException, CallException {
        try {
            return Optional.of(ask("Schema", HealthCodec.request(service)));
        } catch (CallException e) {
            if (isUnknown(e) || e.status().code() == StatusCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Descriptors of all messages, where they are an addition to what is said anyway; none if the server could not say. */
    default byte[] schemaAtBest() throws IOException {
        try {
            return schema("").orElse(new byte[0]);
        } catch (CallException e) {
            return new byte[0];
        }
    }

    /** What kind each method is, by its name: {@code unary}, {@code server-stream} and so on. A server of others has no list. */
    default Map<String, String> kinds() throws IOException, CallException {
        Map<String, String> kinds = new LinkedHashMap<>();
        new String(ask("List"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> kinds.put(words[0], words[words.length - 1]));
        return kinds;
    }
}
