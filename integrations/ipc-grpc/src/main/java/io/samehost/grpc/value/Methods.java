package io.samehost.grpc.value;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/** Methods as gRPC names them. Their messages are bytes for gRPC: values are made of these elsewhere. */
public final class Methods {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new PayloadMarshaller();

    private Methods() {}

    /**
     * A method of bytes.
     *
     * @throws IllegalArgumentException if gRPC cannot have such a name
     */
    public static MethodDescriptor<byte[], byte[]> of(String service, String name, MethodType type) {
        if (!isVisibleAscii(service) || !isVisibleAscii(name) || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("gRPC has no such name of a method: method=" + service + "/" + name
                    + ", use visible ASCII and no slash in the method");
        }
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .build();
    }

    private static boolean isVisibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }
}
