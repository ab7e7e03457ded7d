package io.samehost.cli.client.json;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;

/** Sets of descriptors without one of their files. */
final class Lacking {
    private Lacking() {}

    static byte[] any(byte[] set) throws InvalidProtocolBufferException {
        FileDescriptorSet whole = FileDescriptorSet.parseFrom(set);
        FileDescriptorSet.Builder lacking = FileDescriptorSet.newBuilder();
        whole.getFileList().stream()
                .filter(file -> !file.getName().equals("google/protobuf/any.proto"))
                .forEach(lacking::addFile);
        return lacking.build().toByteArray();
    }
}
