package io.samehost.protobuf.generator;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of Java for a request: up to three for each service. */
final class StubFiles {
    private final Sides sides;
    private final TypeNames names;
    private final List<CodeGeneratorResponse.File> files = new ArrayList<>();

    private StubFiles(Sides sides, TypeNames names) {
        this.sides = sides;
        this.names = names;
    }

    static List<CodeGeneratorResponse.File> of(CodeGeneratorRequest request)
            throws UngeneratableException, DescriptorValidationException {
        Map<String, FileDescriptor> known = descriptors(request.getProtoFileList());
        StubFiles stubs = new StubFiles(Sides.of(request.getParameter()), TypeNames.of(known.values()));
        for (String name : request.getFileToGenerateList()) {
            for (ServiceDescriptor service : known.get(name).getServices()) {
                stubs.add(StubService.of(service, stubs.names));
            }
        }
        return stubs.files;
    }

    /** {@code protoc} sends a file behind those that it imports. */
    private static Map<String, FileDescriptor> descriptors(List<FileDescriptorProto> files)
            throws DescriptorValidationException {
        Map<String, FileDescriptor> known = new LinkedHashMap<>();
        for (FileDescriptorProto file : files) {
            FileDescriptor[] imported =
                    file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
            known.put(file.getName(), FileDescriptor.buildFrom(file, imported));
        }
        return known;
    }

    private void add(StubService service) {
        if (!service.methods().isEmpty()) {
            add(service, service.methodsName(), new MethodsFile(service, names).text());
        }
        if (sides.hasServer()) {
            add(service, service.name(), new ServerFile(service, names).text());
        }
        if (sides.hasClient()) {
            add(service, service.clientName(), new ClientFile(service, names).text());
        }
    }

    private void add(StubService service, String className, String text) {
        String directory =
                service.javaPackage().isEmpty() ? "" : service.javaPackage().replace('.', '/') + "/";
        files.add(CodeGeneratorResponse.File.newBuilder()
                .setName(directory + className + ".java")
                .setContent(text)
                .build());
    }
}
