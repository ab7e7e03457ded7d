package io.samehost.cli.client.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A JSON object with every field of a message, for a user to fill in. A message inside one of its own kind is left empty. */
final class Template {
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

    /** Messages behind that many fields stay empty, since types that hold each other can have more than any user. */
    private static final int MOST_FIELDS = 1000;

    private static final int MOST_DEPTH = 50;

    private int fields;

    private Template() {}

    static String of(Descriptor message) {
        return new Template().of(message, List.of());
    }

    private String of(Descriptor message, List<Descriptor> around) {
        String known = WELL_KNOWN.get(message.getFullName());
        if (known != null) {
            return known;
        }
        StringJoiner members = new StringJoiner(",", "{", "}");
        if (around.contains(message) || around.size() == MOST_DEPTH || fields > MOST_FIELDS) {
            return members.toString();
        }
        List<Descriptor> inside = new ArrayList<>(around);
        inside.add(message);
        for (FieldDescriptor field : message.getFields()) {
            boolean isFurtherChoice = field.getRealContainingOneof() != null
                    && !field.getRealContainingOneof().getField(0).equals(field);
            if (!isFurtherChoice) {
                fields++;
                members.add("\"" + field.getJsonName() + "\":" + value(field, inside));
            }
        }
        return members.toString();
    }

    private String value(FieldDescriptor field, List<Descriptor> around) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            FieldDescriptor key = entry.findFieldByNumber(1);
            String name = key.getJavaType() == FieldDescriptor.JavaType.STRING ? "\"\"" : quoted(single(key, around));
            return "{" + name + ":" + single(entry.findFieldByNumber(2), around) + "}";
        }
        return field.isRepeated() ? "[" + single(field, around) + "]" : single(field, around);
    }

    private static String quoted(String number) {
        return number.startsWith("\"") ? number : "\"" + number + "\"";
    }

    private String single(FieldDescriptor field, List<Descriptor> around) {
        return switch (field.getJavaType()) {
            case MESSAGE -> of(field.getMessageType(), around);
            case ENUM -> "\"" + field.getEnumType().getValue(0).getName() + "\"";
            case BOOLEAN -> "false";
            case LONG -> "\"0\"";
            case INT, FLOAT, DOUBLE -> "0";
            case STRING, BYTE_STRING -> "\"\"";
        };
    }
}
