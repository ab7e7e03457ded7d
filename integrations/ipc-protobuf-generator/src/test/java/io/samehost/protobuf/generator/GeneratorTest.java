package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code protoc} gets for a request. */
final class GeneratorTest {
    private static final String DIRECTORY = "io/samehost/protobuf/generator/golden/";

    /** A file without a package: a message, and a service with one method. */
    private static FileDescriptorProto.Builder file(String messageType) {
        return FileDescriptorProto.newBuilder()
                .setName("plain.proto")
                .setSyntax("proto3")
                .setOptions(FileOptions.newBuilder().setJavaMultipleFiles(true))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Plain")
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Call")
                                .setInputType(messageType)
                                .setOutputType(messageType)));
    }

    private static DescriptorProto message(String name) {
        return DescriptorProto.newBuilder().setName(name).build();
    }

    private static List<String> names(CodeGeneratorResponse response) {
        assertEquals("", response.getError());
        return response.getFileList().stream()
                .map(CodeGeneratorResponse.File::getName)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"'', true, true", "server, true, false", "client, false, true"})
    void theParameterChoosesTheSide(String parameter, boolean server, boolean client) throws IOException {
        CodeGeneratorRequest request =
                Golden.request().toBuilder().setParameter(parameter).build();

        List<String> names = names(Generator.respond(request));

        assertEquals(server, names.contains(DIRECTORY + "kinds/Counter.java"));
        assertEquals(client, names.contains(DIRECTORY + "kinds/CounterClient.java"));
        assertTrue(names.contains(DIRECTORY + "kinds/CounterMethods.java"));
    }

    @Test
    void anotherParameterIsRefused() throws IOException {
        CodeGeneratorRequest request =
                Golden.request().toBuilder().setParameter("servers").build();

        assertEquals(
                "unknown parameter: parameter=servers, use server, client or none for both",
                Generator.respond(request).getError());
    }

    @Test
    void onlyTheFilesThatAreAskedForAreGenerated() throws IOException {
        CodeGeneratorRequest request = Golden.request().toBuilder()
                .clearFileToGenerate()
                .addFileToGenerate("golden/clash.proto")
                .build();

        assertEquals(List.of(), names(Generator.respond(request)));
    }

    @Test
    void aFileWithoutAPackageHasItsStubsInNone() {
        FileDescriptorProto file = file(".Word").addMessageType(message("Word")).build();

        CodeGeneratorResponse response = Generator.respond(Golden.request(file));

        assertEquals(List.of("PlainMethods.java", "Plain.java", "PlainClient.java"), names(response));
        String stub = response.getFile(1).getContent();
        assertTrue(stub.contains("\n// from plain.proto\nimport io.samehost.server.Handlers;\n"), stub);
        assertTrue(stub.contains("    Word call(Word request, ServerRequest call) throws Exception;\n"), stub);
    }

    @Test
    void aMessageWithoutAPackageHasItsShortNameBeforeAnythingElse() {
        FileDescriptorProto file =
                file(".Caller").addMessageType(message("Caller")).build();

        String stub = Generator.respond(Golden.request(file)).getFile(2).getContent();

        assertTrue(stub.contains("static PlainClient of(io.samehost.client.Caller caller) {"), stub);
        assertTrue(stub.contains("default Caller call(Caller request) throws"), stub);
    }

    /** Its messages have no descriptors. */
    @Test
    void aFileForTheLiteRuntimeTellsNoSchema() {
        FileDescriptorProto.Builder file = file(".Word").addMessageType(message("Word"));
        file.getOptionsBuilder().setOptimizeFor(FileOptions.OptimizeMode.LITE_RUNTIME);

        CodeGeneratorResponse response = Generator.respond(Golden.request(file.build()));

        assertFalse(response.getFile(0).getContent().contains("chema"));
        assertFalse(response.getFile(1).getContent().contains("chema"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "record"})
    void aServiceHasAnotherNameWhereJavaCannotHaveItsOwn(String name) {
        FileDescriptorProto.Builder file = file(".Word").addMessageType(message("Word"));
        file.getServiceBuilder(0).setName(name);

        CodeGeneratorResponse response = Generator.respond(Golden.request(file.build()));

        assertEquals(List.of(name + "RpcMethods.java", name + "Rpc.java", name + "RpcClient.java"), names(response));
    }

    @Test
    void aServiceHasAnotherNameWhereProtobufHasAClassOfIt() {
        FileDescriptorProto.Builder file = file(".Word").addMessageType(message("Word"));
        file.getOptionsBuilder().setJavaGenericServices(true);

        CodeGeneratorResponse response = Generator.respond(Golden.request(file.build()));

        assertEquals(List.of("PlainRpcMethods.java", "PlainRpc.java", "PlainRpcClient.java"), names(response));
    }

    @Test
    void aMessageIsImportedOnlyIfItHasNotTheNameOfAStub() {
        FileDescriptorProto words = FileDescriptorProto.newBuilder()
                .setName("words.proto")
                .setPackage("words")
                .setOptions(FileOptions.newBuilder().setJavaMultipleFiles(true))
                .addMessageType(message("PlainMethods"))
                .build();
        FileDescriptorProto file = file(".words.PlainMethods")
                .setPackage("demo")
                .addDependency("words.proto")
                .build();

        CodeGeneratorResponse response = Generator.respond(Golden.request(words, file));

        String stub = response.getFile(1).getContent();
        assertTrue(stub.contains("    words.PlainMethods call(words.PlainMethods request, ServerRequest call)"), stub);
        assertTrue(stub.contains("        handlers.handle(PlainMethods.CALL, this::call);\n"), stub);
    }

    @Test
    void aMessageThatJavaCannotNameIsRefused() {
        FileDescriptorProto words = FileDescriptorProto.newBuilder()
                .setName("words.proto")
                .setOptions(FileOptions.newBuilder().setJavaMultipleFiles(true))
                .addMessageType(message("Word"))
                .build();
        FileDescriptorProto file =
                file(".Word").setPackage("demo").addDependency("words.proto").build();

        assertEquals(
                "plain.proto: Java cannot name a class without a package from one with a package: method=demo.Plain.Call"
                        + " message=Word, set java_package in words.proto",
                Generator.respond(Golden.request(words, file)).getError());
    }
}
