package io.samehost.cli.client.json;

import io.samehost.cli.JsonLine;
import io.samehost.wire.Status;
import java.util.Base64;
import java.util.List;

/** What a failure carries for programs, as JSON: a message of a type that is known, or its bytes. */
public final class StatusDetails {
    private StatusDetails() {}

    /** An object for each, on one line. {@code google.rpc} is known; of all else the schema of the server tells. */
    public static List<String> lines(Status status, byte[] descriptors) {
        JsonMessages messages = known(descriptors).messages();
        return status.details().stream()
                .map(detail -> messages.line(detail.typeUrl(), detail.value()).orElseGet(() -> unknown(detail)))
                .toList();
    }

    private static Schema known(byte[] descriptors) {
        try {
            return BuiltInSchema.with(descriptors);
        } catch (BadSchemaException e) {
            return BuiltInSchema.get();
        }
    }

    private static String unknown(Status.Detail detail) {
        return new JsonLine()
                .put("@type", detail.typeUrl())
                .put("value", Base64.getEncoder().encodeToString(detail.value()))
                .toString();
    }
}
