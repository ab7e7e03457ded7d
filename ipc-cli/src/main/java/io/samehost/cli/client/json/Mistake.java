package io.samehost.cli.client.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.samehost.cli.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Finds what is wrong in a JSON value that is no message of its type: protobuf's own text says neither field nor line. */
final class Mistake {
    private final JsonMessages messages;
    private final Places places;

    /** The number of the token that is looked at. */
    private int token = -1;

    Mistake(JsonMessages messages, Places places) {
        this.messages = messages;
        this.places = places;
    }

    IllegalArgumentException explained(Descriptor type, String json, InvalidProtocolBufferException cause) {
        Optional<String> found;
        try (JsonParser in = JsonValues.JSON.createParser(json)) {
            advance(in);
            found = isOfProtobuf(type) ? Optional.empty() : inMessage(type, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was read before
        }
        return new IllegalArgumentException(
                found.orElseGet(() -> "request does not fit its type: message=" + type.getFullName() + " "
                        + places.text(0) + " cause=" + cause.getMessage()),
                cause);
    }

    /** Most of those have a form of their own in JSON, without their fields. */
    private static boolean isOfProtobuf(Descriptor type) {
        return type.getFullName().startsWith("google.protobuf.");
    }

    private JsonToken advance(JsonParser in) throws IOException {
        token++;
        return in.nextToken();
    }

    /** Looks through the members of an object, and leaves the parser at its end. */
    private Optional<String> inMessage(Descriptor type, JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return Optional.of("request does not fit its type: message=" + type.getFullName() + " " + places.text(token)
                    + " cause=not an object, write {...}");
        }
        while (advance(in) == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            Optional<FieldDescriptor> field = field(type, name);
            if (field.isEmpty()) {
                return Optional.of("unknown field: field=" + name + " message=" + type.getFullName() + " "
                        + places.text(token) + nearest(type, name));
            }
            advance(in);
            Optional<String> found = inField(type, field.get(), name, in);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<FieldDescriptor> field(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst();
    }

    private static String nearest(Descriptor type, String name) {
        List<String> names =
                type.getFields().stream().map(FieldDescriptor::getJsonName).toList();
        return Nearest.to(name, names)
                .map(near -> ", did you mean " + near + "?")
                .orElse(names.isEmpty() ? ", it has none" : ", it has " + String.join(", ", names));
    }

    /** Looks into messages, and tries everything else by itself. */
    private Optional<String> inField(Descriptor owner, FieldDescriptor field, String name, JsonParser in)
            throws IOException {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isMapField()
                && !isOfProtobuf(field.getMessageType());
        if (isMessage && field.isRepeated() && in.currentToken() == JsonToken.START_ARRAY) {
            while (advance(in) != JsonToken.END_ARRAY) {
                Optional<String> found = inMessage(field.getMessageType(), in);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (isMessage && !field.isRepeated() && in.currentToken() == JsonToken.START_OBJECT) {
            return inMessage(field.getMessageType(), in);
        }
        String place = places.text(token);
        token--;
        String value = JsonValues.copy(in, each -> token++);
        try {
            messages.merge(owner, "{\"" + name + "\":" + value + "}");
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.of("value does not fit its field: field=" + name + " type=" + ProtoText.typeOf(field)
                    + " message=" + owner.getFullName() + " " + place + " cause=" + e.getMessage());
        }
    }
}
