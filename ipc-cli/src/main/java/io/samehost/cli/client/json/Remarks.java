package io.samehost.cli.client.json;

import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The comments of a {@code .proto} file, by what they stand above. The compiler leaves them under a path of numbers, that of
 * each part in {@code descriptor.proto} and its place among its kind; a running server does not know them.
 */
final class Remarks {
    private static final int FILE_MESSAGE = 4;
    private static final int FILE_ENUM = 5;
    private static final int FILE_SERVICE = 6;
    private static final int MESSAGE_FIELD = 2;
    private static final int MESSAGE_MESSAGE = 3;
    private static final int MESSAGE_ENUM = 4;
    private static final int IN_ENUM_OR_SERVICE = 2;

    private final Map<List<Integer>, String> texts = new HashMap<>();

    private Remarks() {}

    static Remarks of(FileDescriptor file) {
        Remarks remarks = new Remarks();
        for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments()) {
                remarks.texts.put(location.getPathList(), location.getLeadingComments());
            }
        }
        return remarks;
    }

    /** The lines of a comment; none if there is none. */
    List<String> of(GenericDescriptor part) {
        String text = texts.isEmpty() ? "" : texts.getOrDefault(path(part), "");
        return text.strip().lines().map(String::strip).toList();
    }

    private static List<Integer> path(GenericDescriptor part) {
        if (part instanceof ServiceDescriptor service) {
            return List.of(FILE_SERVICE, service.getIndex());
        }
        if (part instanceof MethodDescriptor method) {
            return path(method.getService(), IN_ENUM_OR_SERVICE, method.getIndex());
        }
        if (part instanceof FieldDescriptor field) {
            return path(field.getContainingType(), MESSAGE_FIELD, field.getIndex());
        }
        if (part instanceof EnumValueDescriptor value) {
            return path(value.getType(), IN_ENUM_OR_SERVICE, value.getIndex());
        }
        if (part instanceof EnumDescriptor type) {
            return type.getContainingType() == null
                    ? List.of(FILE_ENUM, type.getIndex())
                    : path(type.getContainingType(), MESSAGE_ENUM, type.getIndex());
        }
        Descriptor message = (Descriptor) part;
        return message.getContainingType() == null
                ? List.of(FILE_MESSAGE, message.getIndex())
                : path(message.getContainingType(), MESSAGE_MESSAGE, message.getIndex());
    }

    private static List<Integer> path(GenericDescriptor parent, int kind, int index) {
        List<Integer> path = new ArrayList<>(path(parent));
        path.add(kind);
        path.add(index);
        return path;
    }
}
