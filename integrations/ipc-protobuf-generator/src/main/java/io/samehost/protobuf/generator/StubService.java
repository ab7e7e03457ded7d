package io.samehost.protobuf.generator;

import com.google.protobuf.DescriptorProtos.FileOptions.OptimizeMode;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service as its files need it.
 *
 * @param file the name of its {@code .proto} file
 * @param fullName as it goes over the wire
 * @param name of its interface in Java
 * @param fileClass the class of its {@code .proto} file, with its package; empty if that has no descriptor (lite runtime)
 */
record StubService(
        String file,
        String fullName,
        String javaPackage,
        String name,
        Optional<String> fileClass,
        String comment,
        boolean isDeprecated,
        List<StubMethod> methods) {

    static StubService of(ServiceDescriptor service, TypeNames names) throws UngeneratableException {
        FileDescriptor file = service.getFile();
        Comments comments = Comments.of(file.toProto());
        List<StubMethod> methods = new ArrayList<>();
        MethodNames methodNames = new MethodNames(service);
        for (MethodDescriptor method : service.getMethods()) {
            methods.add(StubMethod.of(method, methodNames, comments));
        }
        return new StubService(
                file.getName(),
                service.getFullName(),
                GeneratorNames.getFileJavaPackage(file),
                names.stubOf(service),
                fileClass(file),
                comments.of(service),
                service.getOptions().getDeprecated(),
                List.copyOf(methods));
    }

    private static Optional<String> fileClass(FileDescriptor file) {
        if (file.getOptions().getOptimizeFor() == OptimizeMode.LITE_RUNTIME) {
            return Optional.empty();
        }
        String javaPackage = GeneratorNames.getFileJavaPackage(file);
        return Optional.of((javaPackage.isEmpty() ? "" : javaPackage + ".") + GeneratorNames.getFileClassName(file));
    }

    String methodsName() {
        return name + "Methods";
    }

    String clientName() {
        return name + "Client";
    }

    /** All of its classes in Java. */
    Stream<String> classNames() {
        return Stream.of(name, methodsName(), clientName());
    }

    Stream<MessageType> messages() {
        return methods.stream().flatMap(method -> Stream.of(method.request(), method.response()));
    }
}
