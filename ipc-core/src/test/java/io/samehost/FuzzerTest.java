package io.samehost;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fuzzer accepts the inputs in its folder of {@code src/test/fuzz}: the seeds that {@code scripts/fuzz} begins with, and
 * whatever it found before.
 */
class FuzzerTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path INPUTS = Path.of("src/test/fuzz");
    private static final String SUFFIX = "Fuzzer.java";

    @TestFactory
    List<DynamicTest> aFuzzerAcceptsItsInputs() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path source : files(TESTS, SUFFIX)) {
            String name = source.getFileName().toString().replace(SUFFIX, "");
            Method fuzzer = fuzzer(source);
            List<Path> inputs = files(INPUTS.resolve(name), "");
            assertFalse(inputs.isEmpty(), () -> "fuzzer has no inputs: name=" + name);
            inputs.forEach(input -> tests.add(dynamicTest(
                    name + " " + input.getFileName(),
                    () -> MethodHandles.lookup().unreflect(fuzzer).invoke(Files.readAllBytes(input)))));
        }
        return tests;
    }

    private static Method fuzzer(Path source) throws ReflectiveOperationException {
        String path = TESTS.relativize(source).toString();
        Method method = Class.forName(path.replace(".java", "").replace('/', '.'))
                .getDeclaredMethod("fuzzerTestOneInput", byte[].class);
        method.setAccessible(true);
        return method;
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
