package io.samehost.cli.client.json;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import java.io.InputStream;

/** A method whose messages go in and out as JSON. Thread-safe. */
public final class JsonMethod {
    private final MethodDescriptor method;
    private final JsonMessages messages;

    JsonMethod(MethodDescriptor method, TypeRegistry types) {
        this.method = method;
        this.messages = new JsonMessages(types);
    }

    public boolean isClientStreaming() {
        return method.isClientStreaming();
    }

    public boolean isServerStreaming() {
        return method.isServerStreaming();
    }

    /** The requests in a text of JSON values, one behind the other, each read when it is asked for. */
    public JsonValues requests(InputStream text) {
        return new JsonValues(text, method.getInputType(), messages);
    }

    /** A response as JSON on one line. */
    public String line(byte[] response) {
        return messages.text(method.getOutputType(), response, false);
    }

    /** A response as JSON on several lines. */
    public String text(byte[] response) {
        return messages.text(method.getOutputType(), response, true);
    }
}
