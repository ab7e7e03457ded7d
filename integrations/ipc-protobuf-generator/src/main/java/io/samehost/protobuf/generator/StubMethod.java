package io.samehost.protobuf.generator;

import com.google.protobuf.Descriptors.MethodDescriptor;

/**
 * A method as its files need it.
 *
 * @param wireName as it goes over the wire
 * @param name in Java
 * @param constant the name of its constant in Java
 */
record StubMethod(
        String wireName,
        String name,
        String constant,
        boolean isClientStreaming,
        boolean isServerStreaming,
        MessageType request,
        MessageType response,
        String comment,
        boolean isDeprecated) {

    static StubMethod of(MethodDescriptor method, MethodNames names, Comments comments) throws UngeneratableException {
        return new StubMethod(
                method.getName(),
                names.nameOf(method),
                names.constantOf(method),
                method.isClientStreaming(),
                method.isServerStreaming(),
                MessageType.of(method.getInputType(), method),
                MessageType.of(method.getOutputType(), method),
                comments.of(method),
                method.getOptions().getDeprecated());
    }

    boolean isUnary() {
        return !isClientStreaming && !isServerStreaming;
    }
}
