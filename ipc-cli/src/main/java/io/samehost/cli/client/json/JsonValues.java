package io.samehost.cli.client.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Messages of one type from a text of JSON values, one behind the other. A value is taken as soon as its last character is
 * there. Not thread-safe.
 */
public final class JsonValues {
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Many times what a call can carry; a text may have no end. */
    private static final int MOST_CHARACTERS = 64 << 20;

    private final InputStream text;
    private final Descriptor type;
    private final JsonMessages messages;
    private Optional<JsonParser> parser = Optional.empty();

    JsonValues(InputStream text, Descriptor type, JsonMessages messages) {
        this.text = text;
        this.type = type;
        this.messages = messages;
    }

    /**
     * The next message, serialised; empty at the end of the text.
     *
     * @throws IllegalArgumentException if the text is no such message, with line and column
     * @throws IOException if the text cannot be read
     */
    public Optional<byte[]> next() throws IOException {
        Places places = new Places();
        String value;
        try {
            JsonParser in = parser();
            if (in.nextToken() == null) {
                return Optional.empty();
            }
            value = copy(in, token -> places.add(token.currentTokenLocation()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "request is not JSON: message=" + type.getFullName() + " " + Places.text(location(e)) + " cause="
                            + e.getOriginalMessage(),
                    e);
        }
        try {
            return Optional.of(messages.message(type, value));
        } catch (InvalidProtocolBufferException e) {
            throw new Mistake(messages, places).explained(type, value, e);
        }
    }

    /** Of a text that goes beyond a limit the exception names none. */
    private JsonLocation location(JsonProcessingException e) {
        return e.getLocation() == null ? parser.orElseThrow().currentLocation() : e.getLocation();
    }

    private JsonParser parser() throws IOException {
        if (parser.isEmpty()) {
            parser = Optional.of(JSON.createParser(text));
        }
        return parser.get();
    }

    /** The value at whose first token the parser is, without blanks. The parser is then at its last one. */
    static String copy(JsonParser in, Consumer<JsonParser> eachToken) throws IOException {
        StringWriter copy = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(copy)) {
            int depth = 0;
            do {
                eachToken.accept(in);
                out.copyCurrentEventExact(in); // a number as it is written: a double would round it
                if (copy.getBuffer().length() > MOST_CHARACTERS) {
                    throw new IllegalArgumentException(
                            "request is longer than any message: limit=" + MOST_CHARACTERS + " characters");
                }
                if (in.currentToken().isStructStart()) {
                    depth++;
                } else if (in.currentToken().isStructEnd()) {
                    depth--;
                }
            } while (depth > 0 && advance(in));
        }
        return copy.toString();
    }

    /** A text that ends inside of a value makes the parser throw. */
    private static boolean advance(JsonParser in) throws IOException {
        return in.nextToken() != null;
    }
}
