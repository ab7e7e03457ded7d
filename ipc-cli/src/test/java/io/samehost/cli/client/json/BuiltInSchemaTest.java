package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TextFormat;
import io.samehost.fixture.Tools;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the commands know without asking is what {@code docs/proto} says. */
final class BuiltInSchemaTest {
    private static final Path DOCUMENTED = Path.of("..", "docs", "proto");

    @Test
    void whatIsKnownIsWhatIsWrittenDown() throws Exception {
        Tools.require("protoc");
        List<Path> sources;
        try (Stream<Path> files = Files.walk(DOCUMENTED)) {
            sources = files.filter(file -> file.toString().endsWith(".proto"))
                    .map(DOCUMENTED::relativize)
                    .toList();
        }
        FileDescriptorSet written = FileDescriptorSet.parseFrom(SchemaFiles.compile(sources, List.of(DOCUMENTED)));
        FileDescriptorSet.Builder known = FileDescriptorSet.newBuilder();
        try (InputStream text = BuiltInSchema.class.getResourceAsStream("built-in.textproto")) {
            TextFormat.merge(new String(text.readAllBytes(), StandardCharsets.UTF_8), known);
        }
        for (FileDescriptorProto file : known.getFileList()) {
            assertEquals(
                    file,
                    written.getFileList().stream()
                            .filter(other -> other.getName().equals(file.getName()))
                            .map(other ->
                                    other.toBuilder().clearSourceCodeInfo().build())
                            .findFirst()
                            .orElseThrow());
        }
        assertEquals(sources.size(), known.getFileCount());
    }

    @Test
    void theNamesThatAreKnownWithoutItAreItsNames() {
        assertEquals(BuiltInSchema.get().signatures(), BuiltInSchema.signatures());
    }
}
