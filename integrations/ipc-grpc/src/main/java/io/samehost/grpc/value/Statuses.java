package io.samehost.grpc.value;

import io.grpc.Metadata;
import io.samehost.wire.Status;
import io.samehost.wire.frame.MalformedEnvelopeException;
import io.samehost.wire.frame.StatusCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends of calls. Both have the same codes; details travel in {@code grpc-status-details-bin}, as gRPC's own libraries have them.
 *
 * <p>gRPC sends a status as headers, of which peers take 8 KiB and close the connection at more. So a long text is cut, and
 * details that are too large are left out.
 */
public final class Statuses {
    /** As it stands in a header: a character that is not ASCII takes three times its bytes. */
    private static final int MAX_MESSAGE_BYTES = 2000;

    /** Before base64, which adds a third. */
    private static final int MAX_DETAILS_BYTES = 3000;

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Statuses() {}

    /** The status without its details. A number that gRPC does not have becomes {@code UNKNOWN}, and part of the text. */
    public static io.grpc.Status toGrpc(Status status) {
        boolean known = status.code().number() == status.number();
        return io.grpc.Status.fromCodeValue(status.code().number())
                .withDescription(cut(known ? status.message() : status.toString()));
    }

    /** What goes beside the status: its details. */
    public static Metadata trailers(Status status) {
        Metadata trailers = new Metadata();
        if (!status.details().isEmpty()) {
            byte[] details = StatusCodec.encode(new Status(status.code(), cut(status.message()), status.details()));
            if (details.length <= MAX_DETAILS_BYTES) {
                trailers.put(DETAILS, details);
            }
        }
        return trailers;
    }

    public static Status fromGrpc(io.grpc.Status status, Metadata trailers) {
        String message = status.getDescription();
        return new Status(status.getCode().value(), message == null ? "" : message, details(trailers));
    }

    /** A server may send what it likes under that name; what is no status has no details. */
    private static List<Status.Detail> details(Metadata trailers) {
        byte[] details = trailers.get(DETAILS);
        try {
            return details == null ? List.of() : StatusCodec.decode(details).details();
        } catch (MalformedEnvelopeException e) {
            return List.of();
        }
    }

    private static String cut(String message) {
        int bytes = 0;
        for (int at = 0; at < message.length(); at += Character.charCount(message.codePointAt(at))) {
            bytes += headerBytes(message.codePointAt(at));
            if (bytes > MAX_MESSAGE_BYTES) {
                return message.substring(0, at) + "...";
            }
        }
        return message;
    }

    private static int headerBytes(int character) {
        boolean asItIs = character >= ' ' && character <= '~' && character != '%';
        return asItIs ? 1 : 3 * Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
    }
}
