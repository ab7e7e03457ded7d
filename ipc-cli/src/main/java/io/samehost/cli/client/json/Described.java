package io.samehost.cli.client.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One name of a schema, described.
 *
 * @param kind {@code service}, {@code method}, {@code message} or {@code enum}
 * @param proto as a {@code .proto} file has it; with a method, its messages too
 * @param template a request in JSON, of a method or message
 */
public record Described(String name, String kind, String proto, Optional<String> template) {

    /** Every service of a schema. */
    public static List<Described> services(Schema schema) {
        Map<FileDescriptor, Remarks> remarks = new HashMap<>();
        return schema.services().stream()
                .map(service -> of(service, remarks.computeIfAbsent(service.getFile(), Remarks::of)))
                .toList();
    }

    /**
     * What a name stands for.
     *
     * @throws IllegalArgumentException if the schema has no such name; it says the nearest
     */
    public static Described of(Schema schema, String name) {
        return of(schema.find(name));
    }

    private static Described of(GenericDescriptor found) {
        if (found instanceof ServiceDescriptor service) {
            return of(service, Remarks.of(service.getFile()));
        }
        if (found instanceof MethodDescriptor method) {
            return of(method);
        }
        if (found instanceof Descriptor message) {
            return new Described(
                    message.getFullName(), "message", ProtoText.of(message), Optional.of(Template.of(message)));
        }
        return new Described(found.getFullName(), "enum", ProtoText.of(found), Optional.empty());
    }

    private static Described of(ServiceDescriptor service, Remarks remarks) {
        return new Described(service.getFullName(), "service", ProtoText.of(service, remarks), Optional.empty());
    }

    private static Described of(MethodDescriptor method) {
        Set<Descriptor> messages = new LinkedHashSet<>(List.of(method.getInputType(), method.getOutputType()));
        StringBuilder text = new StringBuilder(ProtoText.of(method));
        messages.forEach(message -> text.append('\n').append(ProtoText.of(message)));
        return new Described(
                method.getService().getFullName() + "/" + method.getName(),
                "method",
                text.toString(),
                Optional.of(Template.of(method.getInputType())));
    }
}
