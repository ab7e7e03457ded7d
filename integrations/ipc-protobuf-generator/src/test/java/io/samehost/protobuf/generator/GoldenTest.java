package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The stubs of the files in {@code src/test/protobuf} are those in the package {@code golden}. There they are compiled with all
 * warnings as errors, and held to the formatter, as all sources are. {@code -Dsamehost.golden.write=true} writes them.
 */
final class GoldenTest {
    private static final Path SOURCES = Path.of("src", "test", "java");

    private static Map<String, String> generated() throws IOException {
        CodeGeneratorResponse response = Generator.respond(Golden.request());
        assertEquals("", response.getError());
        Map<String, String> files = new TreeMap<>();
        response.getFileList().forEach(file -> files.put(file.getName(), file.getContent()));
        return files;
    }

    private static Set<String> kept() throws IOException {
        Set<String> kept = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve("io/samehost/protobuf/generator/golden"))) {
            files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .forEach(file -> kept.add(SOURCES.relativize(file).toString()));
        }
        return kept;
    }

    @Test
    void theStubsAreThoseThatAreKept() throws IOException {
        Map<String, String> generated = generated();
        if (Boolean.getBoolean("samehost.golden.write")) {
            for (Map.Entry<String, String> file : generated.entrySet()) {
                Files.writeString(SOURCES.resolve(file.getKey()), file.getValue());
            }
        }
        assertEquals(kept(), new TreeSet<>(generated.keySet()));
        for (Map.Entry<String, String> file : generated.entrySet()) {
            assertEquals(Files.readString(SOURCES.resolve(file.getKey())), file.getValue(), file.getKey());
        }
    }
}
