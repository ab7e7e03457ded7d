package io.samehost.protobuf.generator;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of a {@code .proto} file: what stands before a service or method, else what stands behind it. */
final class Comments {
    private final Map<List<Integer>, String> byPath = new HashMap<>();

    private Comments() {}

    static Comments of(FileDescriptorProto file) {
        Comments comments = new Comments();
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            String text =
                    location.hasLeadingComments() ? location.getLeadingComments() : location.getTrailingComments();
            comments.byPath.put(location.getPathList(), text);
        }
        return comments;
    }

    /** Its text; empty if there is none. */
    String of(ServiceDescriptor service) {
        return byPath.getOrDefault(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex()), "");
    }

    /** Its text; empty if there is none. */
    String of(MethodDescriptor method) {
        List<Integer> path = List.of(
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex());
        return byPath.getOrDefault(path, "");
    }
}
