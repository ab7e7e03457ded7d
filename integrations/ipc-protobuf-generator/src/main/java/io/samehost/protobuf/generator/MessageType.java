package io.samehost.protobuf.generator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.GeneratorNames;

/**
 * The class of a message.
 *
 * @param outer the class of its file that it is in, and a dot; empty if it is in none
 * @param name from the class of the message that it is in, as {@code Order.Item}
 */
record MessageType(String javaPackage, String outer, String name, boolean isDeprecated) {

    static MessageType of(Descriptor message, MethodDescriptor method) throws UngeneratableException {
        String javaPackage = GeneratorNames.getFileJavaPackage(message.getFile());
        if (javaPackage.isEmpty()
                && !GeneratorNames.getFileJavaPackage(method.getFile()).isEmpty()) {
            throw new UngeneratableException(method.getFile().getName()
                    + ": Java cannot name a class without a package from one with a package: method="
                    + method.getFullName() + " message=" + message.getFullName()
                    + ", set java_package in " + message.getFile().getName());
        }
        String path = withoutPackage(GeneratorNames.getQualifiedClassName(message), javaPackage);
        int levels = 1;
        for (Descriptor each = message; each.getContainingType() != null; each = each.getContainingType()) {
            levels++;
        }
        int begin = path.length();
        for (int level = 0; level < levels; level++) {
            begin = path.lastIndexOf('.', begin - 1);
        }
        return new MessageType(
                javaPackage,
                path.substring(0, begin + 1),
                path.substring(begin + 1),
                message.getOptions().getDeprecated());
    }

    private static String withoutPackage(String qualified, String javaPackage) {
        return javaPackage.isEmpty() ? qualified : qualified.substring(javaPackage.length() + 1);
    }

    /** The part of its name that has to be known to name it. */
    String simpleName() {
        int end = name.indexOf('.');
        return end < 0 ? name : name.substring(0, end);
    }
}
