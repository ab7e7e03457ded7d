package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.Nearest;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says which method was probably meant, where the server has none of the name. */
final class UnknownMethod {
    /** For the question; an answer that comes later helps nobody. */
    static final CallOptions OPTIONS = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));

    private UnknownMethod() {}

    /** The same failure, unless the server, asked over the same connection, lists its methods and this is none of them. */
    static Exception explained(CallException failed, MethodName method, Address address, ServerQuestion server) {
        if (failed.status().code() != StatusCode.UNIMPLEMENTED) {
            return failed;
        }
        try {
            List<String> methods = server.methods();
            return methods.isEmpty() || methods.contains(method.toString())
                    ? failed
                    : ExplainedException.of(
                            failed, hint(method, methods) + "ipc-client list " + address + " shows all");
        } catch (IOException | CallException e) {
            return failed; // a server of others has no list
        }
    }

    private static String hint(MethodName method, List<String> methods) {
        Optional<String> nearest = Nearest.to(method.toString(), methods);
        return nearest.isPresent() ? "did you mean " + nearest.get() + "? " : "";
    }
}
