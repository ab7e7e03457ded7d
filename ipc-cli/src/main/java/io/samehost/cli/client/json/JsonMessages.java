package io.samehost.cli.client.json;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns messages into JSON and back, as protobuf defines it. Thread-safe. */
final class JsonMessages {
    /** Everything that begins with a backslash, so that an escaped one is not taken for a beginning. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u00(26|27|3c|3d|3e)|.)");

    private final JsonFormat.Parser parser;
    private final JsonFormat.Printer printer;

    JsonMessages(TypeRegistry types) {
        this.parser = JsonFormat.parser().usingTypeRegistry(types);
        this.printer = JsonFormat.printer().usingTypeRegistry(types);
    }

    /** A message that a text of one JSON value stands for, serialised. */
    byte[] message(Descriptor type, String json) throws InvalidProtocolBufferException {
        try {
            return merge(type, json).build().toByteArray();
        } catch (UninitializedMessageException e) {
            throw e.asInvalidProtocolBufferException();
        }
    }

    DynamicMessage.Builder merge(Descriptor type, String json) throws InvalidProtocolBufferException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        parser.merge(json, builder);
        return builder;
    }

    /**
     * A message as JSON.
     *
     * @throws UnshowableException if the bytes are no such message, or hold one of a type that is not known
     */
    String text(Descriptor type, byte[] message, boolean lines) {
        try {
            DynamicMessage value = DynamicMessage.parseFrom(type, message, ExtensionRegistry.getEmptyRegistry());
            return plain((lines ? printer : printer.omittingInsignificantWhitespace()).print(value));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw new UnshowableException(type.getFullName(), e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new UnshowableException(type.getFullName(), "too many messages inside of each other", e);
        }
    }

    /** A message that names its type, on one line; empty if the type is not known. */
    Optional<String> line(String typeUrl, byte[] value) {
        Any any = Any.newBuilder()
                .setTypeUrl(typeUrl)
                .setValue(ByteString.copyFrom(value))
                .build();
        try {
            return Optional.of(plain(printer.omittingInsignificantWhitespace().print(any)));
        } catch (InvalidProtocolBufferException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // the last of them: nothing bounds how many are inside of each other
        }
    }

    /** The printer writes {@code & ' < = >} as numbers, for the sake of web pages; here people read them. */
    private static String plain(String json) {
        return ESCAPED.matcher(json)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? found.group()
                                : Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
