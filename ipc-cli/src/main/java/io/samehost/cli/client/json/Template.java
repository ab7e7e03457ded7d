package io.samehost.cli.client.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;
import java.util.StringJoiner;

/** A JSON object with every field of a message, for a user to fill in. */
final class Template {
    /** Deeper messages are left empty: some hold themselves. */
    private static final int DEEPEST = 4;

    private static final Map<String, String> WELL_KNOWN = Map.ofEntries(
            Map.entry("google.protobuf.Any", "{\"@type\":\"type.googleapis.com/PACKAGE.MESSAGE\"}"),
            Map.entry("google.protobuf.Duration", "\"1.5s\""),
            Map.entry("google.protobuf.Timestamp", "\"2026-01-31T12:00:00Z\""),
            Map.entry("google.protobuf.FieldMask", "\"\""),
            Map.entry("google.protobuf.Struct", "{}"),
            Map.entry("google.protobuf.Value", "null"),
            Map.entry("google.protobuf.ListValue", "[]"),
            Map.entry("google.protobuf.Empty", "{}"),
            Map.entry("google.protobuf.BoolValue", "false"),
            Map.entry("google.protobuf.StringValue", "\"\""),
            Map.entry("google.protobuf.BytesValue", "\"\""),
            Map.entry("google.protobuf.Int32Value", "0"),
            Map.entry("google.protobuf.UInt32Value", "0"),
            Map.entry("google.protobuf.Int64Value", "\"0\""),
            Map.entry("google.protobuf.UInt64Value", "\"0\""),
            Map.entry("google.protobuf.FloatValue", "0"),
            Map.entry("google.protobuf.DoubleValue", "0"));

    private Template() {}

    static String of(Descriptor message) {
        return of(message, 0);
    }

    private static String of(Descriptor message, int depth) {
        String known = WELL_KNOWN.get(message.getFullName());
        if (known != null) {
            return known;
        }
        StringJoiner members = new StringJoiner(",", "{", "}");
        for (FieldDescriptor field : message.getFields()) {
            boolean isFurtherChoice = field.getRealContainingOneof() != null
                    && !field.getRealContainingOneof().getField(0).equals(field);
            if (depth < DEEPEST && !isFurtherChoice) {
                members.add("\"" + field.getJsonName() + "\":" + value(field, depth));
            }
        }
        return members.toString();
    }

    private static String value(FieldDescriptor field, int depth) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            FieldDescriptor key = entry.findFieldByNumber(1);
            String name = key.getJavaType() == FieldDescriptor.JavaType.STRING ? "\"\"" : quoted(single(key, depth));
            return "{" + name + ":" + single(entry.findFieldByNumber(2), depth) + "}";
        }
        return field.isRepeated() ? "[" + single(field, depth) + "]" : single(field, depth);
    }

    private static String quoted(String number) {
        return number.startsWith("\"") ? number : "\"" + number + "\"";
    }

    private static String single(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> of(field.getMessageType(), depth + 1);
            case ENUM -> "\"" + field.getEnumType().getValue(0).getName() + "\"";
            case BOOLEAN -> "false";
            case LONG -> "\"0\"";
            case INT, FLOAT, DOUBLE -> "0";
            case STRING, BYTE_STRING -> "\"\"";
        };
    }
}
