package io.samehost.protobuf.generator;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code protoc} tells a generator of the files in {@code src/test/protobuf}. */
final class Golden {
    private static final Path DESCRIPTORS = Path.of("target", "golden.descriptors");

    private Golden() {}

    /** A request for all files, as the build made it. */
    static CodeGeneratorRequest request() throws IOException {
        // Comes first, see there.
        var options = Generator.javaOptions();
        try (InputStream in = Files.newInputStream(DESCRIPTORS)) {
            List<FileDescriptorProto> files =
                    FileDescriptorSet.parseFrom(in, options).getFileList();
            CodeGeneratorRequest.Builder request = CodeGeneratorRequest.newBuilder();
            for (FileDescriptorProto file : files) {
                request.addProtoFile(file);
                if (file.getName().startsWith("golden/")) {
                    request.addFileToGenerate(file.getName());
                }
            }
            return request.build();
        }
    }

    /** A request for the last of some files, which imports the others. */
    static CodeGeneratorRequest request(FileDescriptorProto... files) {
        return CodeGeneratorRequest.newBuilder()
                .addAllProtoFile(List.of(files))
                .addFileToGenerate(files[files.length - 1].getName())
                .build();
    }
}
