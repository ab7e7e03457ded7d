package io.samehost.cli.client.describe;

import io.samehost.cli.JsonLine;
import io.samehost.cli.client.json.BadSchemaException;
import io.samehost.cli.client.json.BuiltInSchema;
import io.samehost.cli.client.json.MethodSignature;
import io.samehost.cli.client.json.Schema;
import java.util.List;
import java.util.Map;

/** What the methods of a list take and give, as far as the server tells. */
final class MethodTypes {
    private final Map<String, MethodSignature> signatures;

    private MethodTypes(Map<String, MethodSignature> signatures) {
        this.signatures = signatures;
    }

    /** @param descriptors empty if the server tells nothing; then nothing of protobuf is loaded. Nonsense tells nothing either */
    static MethodTypes of(byte[] descriptors) {
        if (descriptors.length == 0) {
            return new MethodTypes(BuiltInSchema.signatures());
        }
        try {
            Map<String, MethodSignature> told = Schema.of(List.of(descriptors)).signatures();
            told.putAll(BuiltInSchema.signatures());
            return new MethodTypes(told);
        } catch (BadSchemaException e) {
            return new MethodTypes(BuiltInSchema.signatures());
        }
    }

    String text(String method, String kind) {
        MethodSignature signature = signatures.get(method);
        return method + " " + kind
                + (signature == null ? "" : " " + signature.request() + " -> " + signature.response());
    }

    JsonLine line(String method, String kind) {
        JsonLine line = new JsonLine().put("method", method).put("kind", kind);
        MethodSignature signature = signatures.get(method);
        return signature == null
                ? line
                : line.put("request", signature.request()).put("response", signature.response());
    }
}
