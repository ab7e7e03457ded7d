package io.samehost.cli.client.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TextFormat;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes services, messages and enums as a {@code .proto} file has them. */
final class ProtoText {
    private final Remarks remarks;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private ProtoText(Remarks remarks) {
        this.remarks = remarks;
    }

    /** With the comments of its file, where these are known. */
    static String of(GenericDescriptor described) {
        return of(described, Remarks.of(described.getFile()));
    }

    static String of(GenericDescriptor described, Remarks remarks) {
        ProtoText text = new ProtoText(remarks);
        if (described instanceof ServiceDescriptor service) {
            text.service(service);
        } else if (described instanceof MethodDescriptor method) {
            text.method(method);
        } else if (described instanceof Descriptor message) {
            text.message(message, message.getFullName());
        } else if (described instanceof EnumDescriptor type) {
            text.enumeration(type, type.getFullName());
        }
        return text.text.toString();
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    private void open(String line) {
        line(line + " {");
        depth++;
    }

    private void close() {
        depth--;
        line("}");
    }

    private void remark(GenericDescriptor of) {
        remarks.of(of).forEach(remark -> line(("// " + remark).stripTrailing()));
    }

    private void service(ServiceDescriptor service) {
        remark(service);
        open("service " + service.getFullName());
        service.getMethods().forEach(this::method);
        close();
    }

    private void method(MethodDescriptor method) {
        remark(method);
        line("rpc " + method.getName() + "(" + stream(method.isClientStreaming())
                + method.getInputType().getFullName() + ") returns (" + stream(method.isServerStreaming())
                + method.getOutputType().getFullName() + ")"
                + (method.getOptions().getDeprecated() ? " { option deprecated = true; }" : ";"));
    }

    private static String stream(boolean streaming) {
        return streaming ? "stream " : "";
    }

    private void message(Descriptor message, String name) {
        remark(message);
        open("message " + name);
        for (FieldDescriptor field : message.getFields()) {
            OneofDescriptor choice = field.getRealContainingOneof();
            if (choice == null) {
                field(field);
            } else if (choice.getField(0).equals(field)) {
                open("oneof " + choice.getName());
                choice.getFields().forEach(this::field);
                close();
            }
        }
        message.getEnumTypes().forEach(type -> enumeration(type, type.getName()));
        message.getNestedTypes().stream()
                .filter(nested -> !nested.getOptions().getMapEntry())
                .forEach(nested -> message(nested, nested.getName()));
        close();
    }

    private void field(FieldDescriptor field) {
        remark(field);
        line(label(field) + typeOf(field) + " " + field.getName() + " = " + field.getNumber() + options(field) + ";");
    }

    private static String options(FieldDescriptor field) {
        StringJoiner options = new StringJoiner(", ", " [", "]").setEmptyValue("");
        if (field.hasDefaultValue()) {
            options.add("default = " + defaultOf(field));
        }
        if (field.getOptions().getDeprecated()) {
            options.add("deprecated = true");
        }
        return options.toString();
    }

    /** The compiler leaves bytes escaped, and text as it is. */
    private static String defaultOf(FieldDescriptor field) {
        String value = field.toProto().getDefaultValue();
        return switch (field.getJavaType()) {
            case STRING ->
                '"'
                        + TextFormat.escapeDoubleQuotesAndBackslashes(value)
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                        + '"';
            case BYTE_STRING -> '"' + value + '"';
            default -> value;
        };
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return field.isMapField() ? "" : "repeated ";
        }
        if (field.isRequired()) {
            return "required ";
        }
        boolean isOptional = field.hasPresence()
                && field.getRealContainingOneof() == null
                && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
        return isOptional ? "optional " : "";
    }

    /** As a field is declared, without its label. */
    static String typeOf(FieldDescriptor field) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return "map<" + typeOf(entry.findFieldByNumber(1)) + ", " + typeOf(entry.findFieldByNumber(2)) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private void enumeration(EnumDescriptor type, String name) {
        remark(type);
        open("enum " + name);
        for (EnumValueDescriptor value : type.getValues()) {
            remark(value);
            line(value.getName() + " = " + value.getNumber() + ";");
        }
        close();
    }
}
