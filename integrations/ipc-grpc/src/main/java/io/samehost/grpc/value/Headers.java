package io.samehost.grpc.value;

import io.grpc.Metadata;
import io.samehost.wire.Metadata.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Metadata of a request. gRPC has two kinds of values, ASCII and bytes, and samehost has text: what is ASCII goes over as it is.
 * A client that would send anything else is told so; a server passes over what it cannot show.
 */
public final class Headers {
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern VALUE = Pattern.compile("|[!-~]|[!-~][ -~]*[!-~]");

    /** Made by gRPC and its transports: no metadata of a client's. */
    private static final Set<String> TRANSPORT = Set.of("content-type", "te", "user-agent");

    private Headers() {}

    /**
     * What a client sends.
     *
     * @throws IllegalArgumentException if an entry cannot be sent
     */
    public static Metadata toGrpc(io.samehost.wire.Metadata metadata) {
        Metadata headers = new Metadata();
        for (Entry entry : metadata.entries()) {
            if (!isKey(entry.key())) {
                throw new IllegalArgumentException("gRPC has no such key of metadata: key=" + entry.key()
                        + ", use a-z 0-9 . _ - and none of gRPC's own, nor an end of -bin");
            }
            if (!VALUE.matcher(entry.value()).matches()) {
                throw new IllegalArgumentException("gRPC cannot carry the value of metadata: key=" + entry.key()
                        + ", encode it as ASCII without blanks around it");
            }
            headers.put(key(entry.key()), entry.value());
        }
        return headers;
    }

    public static io.samehost.wire.Metadata fromGrpc(Metadata headers) {
        List<Entry> entries = new ArrayList<>();
        for (String name : headers.keys()) {
            Iterable<String> values = isKey(name) ? headers.getAll(key(name)) : null;
            if (values != null) {
                values.forEach(value -> entries.add(new Entry(name, value)));
            }
        }
        return io.samehost.wire.Metadata.of(entries);
    }

    private static boolean isKey(String name) {
        return KEY.matcher(name).matches()
                && !name.startsWith("grpc-")
                && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && !TRANSPORT.contains(name);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
