package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.Nearest;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.form.MessageForm;
import io.samehost.cli.client.form.StreamKind;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what was probably meant, where the server has no method of the name, or one of another kind. */
final class MethodHint {
    /** For the question; an answer that comes later helps nobody. */
    static final CallOptions OPTIONS = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));

    /** The end of a unary call to a stream: its server waits for messages, or sends some. */
    private static final Set<StatusCode> OF_ANOTHER_KIND = EnumSet.of(
            StatusCode.INVALID_ARGUMENT, StatusCode.DEADLINE_EXCEEDED, StatusCode.UNIMPLEMENTED, StatusCode.INTERNAL);

    /** What a server says of a request that it cannot read. */
    private static final Set<StatusCode> OF_UNREADABLE_REQUEST =
            EnumSet.of(StatusCode.INVALID_ARGUMENT, StatusCode.INTERNAL, StatusCode.UNKNOWN);

    private static final String UNARY = "unary";

    private MethodHint() {}

    /** The same failure, unless the server, asked over the same connection, lists its methods and knows better. */
    static Exception explained(CallException failed, MethodName method, Address address, ServerQuestion server) {
        if (!OF_ANOTHER_KIND.contains(failed.status().code())) {
            return failed;
        }
        try {
            Map<String, String> kinds = server.kinds();
            String kind = kinds.getOrDefault(method.toString(), UNARY);
            if (!kind.equals(UNARY)) {
                return ExplainedException.of(failed, "it is a " + kind + ": add " + option(kind));
            }
            boolean isUnknown = failed.status().code() == StatusCode.UNIMPLEMENTED
                    && !kinds.isEmpty()
                    && !kinds.containsKey(method.toString());
            return isUnknown
                    ? ExplainedException.of(
                            failed, nearest(method, kinds.keySet()) + "ipc-client list " + address + " shows all")
                    : failed;
        } catch (IOException | CallException e) {
            return failed; // a server of others has no list
        }
    }

    /** The same failure, unless there is a doubt about the form of the request, which fits. */
    static Exception explained(CallException failed, MessageForm form) {
        return form.doubt().isPresent()
                        && OF_UNREADABLE_REQUEST.contains(failed.status().code())
                ? ExplainedException.of(failed, form.doubt().get())
                : failed;
    }

    /**
     * Asks the server whether a method is the stream that the user says.
     *
     * @throws IllegalArgumentException if it is something else; a server of others is believed to have it
     */
    static void requireKind(StreamKind said, MethodName method, ServerQuestion server) throws IOException {
        try {
            String kind = server.kinds().get(method.toString());
            if (kind != null && !kind.equals(said.word() + "-stream")) {
                throw new IllegalArgumentException("method is of another kind: method=" + method + " kind=" + kind
                        + ", " + (kind.equals(UNARY) ? "leave --stream out" : "use " + option(kind)));
            }
        } catch (CallException e) {
            return; // it has no list
        }
    }

    private static String option(String kind) {
        return "--stream " + kind.replace("-stream", "");
    }

    private static String nearest(MethodName method, Set<String> methods) {
        Optional<String> nearest = Nearest.to(method.toString(), methods);
        return nearest.isPresent() ? "did you mean " + nearest.get() + "? " : "";
    }
}
