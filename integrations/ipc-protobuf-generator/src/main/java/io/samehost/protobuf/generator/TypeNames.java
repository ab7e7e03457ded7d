package io.samehost.protobuf.generator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** The names of classes beside which stubs stand, and those of the stubs. */
final class TypeNames {
    /** Words that are no keywords, and yet name no class. */
    private static final Set<String> NO_CLASSES = Set.of("permits", "record", "sealed", "var", "yield");

    /** Classes that are in no other, by their packages. */
    private final Map<String, Set<String>> taken = new HashMap<>();

    /** What the names of a service's classes begin with, by the service's own name. */
    private final Map<String, String> stubs = new HashMap<>();

    private TypeNames() {}

    static TypeNames of(Collection<FileDescriptor> files) {
        TypeNames names = new TypeNames();
        files.forEach(names::takeMessages);
        files.forEach(file -> file.getServices().forEach(names::takeStubs));
        return names;
    }

    private void takeMessages(FileDescriptor file) {
        Set<String> here = in(GeneratorNames.getFileJavaPackage(file));
        here.add(GeneratorNames.getFileClassName(file));
        for (Descriptor message : file.getMessageTypes()) {
            if (!GeneratorNames.getNestInFileClass(message)) {
                here.add(message.getName());
                here.add(message.getName() + "OrBuilder");
            }
        }
        for (EnumDescriptor type : file.getEnumTypes()) {
            if (!GeneratorNames.getNestInFileClass(type)) {
                here.add(type.getName());
            }
        }
        if (file.getOptions().getJavaGenericServices() && file.getOptions().getJavaMultipleFiles()) {
            file.getServices().forEach(service -> here.add(service.getName()));
        }
    }

    private void takeStubs(ServiceDescriptor service) {
        Set<String> here = in(GeneratorNames.getFileJavaPackage(service.getFile()));
        String name = service.getName();
        for (int i = 1; !mayNameClass(name) || classesOf(name).anyMatch(here::contains); i++) {
            name = service.getName() + "Rpc" + (i == 1 ? "" : i);
        }
        classesOf(name).forEach(here::add);
        stubs.put(service.getFullName(), name);
    }

    private static boolean mayNameClass(String name) {
        return SourceVersion.isName(name) && !NO_CLASSES.contains(name);
    }

    private static Stream<String> classesOf(String stub) {
        return Stream.of(stub, stub + "Client", stub + "Methods");
    }

    private Set<String> in(String javaPackage) {
        return taken.computeIfAbsent(javaPackage, name -> new HashSet<>());
    }

    /** True if the package has a class of that name that is in no other. */
    boolean isTaken(String javaPackage, String name) {
        return taken.getOrDefault(javaPackage, Set.of()).contains(name);
    }

    /** The service's own name, unless another class has it. */
    String stubOf(ServiceDescriptor service) {
        return stubs.get(service.getFullName());
    }
}
