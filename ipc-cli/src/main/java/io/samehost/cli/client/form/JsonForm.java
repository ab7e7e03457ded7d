package io.samehost.cli.client.form;

import io.samehost.cli.JsonLine;
import io.samehost.cli.client.json.JsonMethod;
import io.samehost.cli.client.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Messages as JSON. A call without data sends an empty message. */
final class JsonForm implements MessageForm {
    private final JsonMethod method;
    private final Payload payload;
    private final JsonValues requests;
    private boolean hasBegun;

    JsonForm(JsonMethod method, Payload payload) {
        this.method = method;
        this.payload = payload;
        this.requests = method.requests(payload.stream());
    }

    @Override
    public Optional<byte[]> next() {
        Optional<byte[]> request = payload.read(in -> requests.next());
        if (method.isClientStreaming()) {
            return request;
        }
        if (hasBegun && request.isPresent()) {
            throw new IllegalArgumentException("more than one request for a method that takes one");
        }
        boolean isFirst = !hasBegun;
        hasBegun = true;
        return request.isEmpty() && isFirst ? Optional.of(new byte[0]) : request;
    }

    @Override
    public byte[] whole(byte[] answer) {
        return line(method.text(answer));
    }

    @Override
    public byte[] oneOfMany(byte[] answer) {
        return line(method.line(answer));
    }

    private static byte[] line(String json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public JsonLine put(JsonLine line, byte[] answer) {
        return line.putJson("answer", method.line(answer));
    }

    @Override
    public Optional<StreamKind> kind() {
        return Optional.of(StreamKind.of(method.isClientStreaming(), method.isServerStreaming()));
    }
}
