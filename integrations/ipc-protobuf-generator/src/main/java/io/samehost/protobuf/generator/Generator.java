package io.samehost.protobuf.generator;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.io.IOException;

/**
 * The program: {@code protoc} writes files of descriptors to its standard input, and reads files of Java from its standard
 * output. What is wrong with a {@code .proto} file goes there too, and {@code protoc} prints it.
 */
public final class Generator {
    private static final long FEATURES =
            Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE;

    private Generator() {}

    public static void main(String[] args) throws IOException {
        respond(CodeGeneratorRequest.parseFrom(System.in, javaOptions())).writeTo(System.out);
        System.out.flush();
    }

    /** Without these, a file's {@code features.(pb.java)} would not be seen. */
    static ExtensionRegistry javaOptions() {
        // The first class of the library that is used: if it were the next one, that could not be initialised (4.36.2).
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        DescriptorProtos.registerAllExtensions(options);
        JavaFeaturesProto.registerAllExtensions(options);
        return options;
    }

    static CodeGeneratorResponse respond(CodeGeneratorRequest request) {
        CodeGeneratorResponse.Builder response = CodeGeneratorResponse.newBuilder()
                .setSupportedFeatures(FEATURES)
                .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                .setMaximumEdition(Edition.EDITION_2026_VALUE);
        try {
            StubFiles.of(request).forEach(response::addFile);
        } catch (UngeneratableException e) {
            response.clearFile().setError(e.getMessage());
        } catch (DescriptorValidationException e) {
            response.clearFile().setError("descriptors cannot be used: " + e.getMessage());
        }
        return response.build();
    }
}
