package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README, as it stands there. */
class ReadmeTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    @Timeout(60)
    void theGreeterOfTheReadmeCompilesAndGreetsOnBothFamilies(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("Greeter.java");
        Files.writeString(source, javaBlock());
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, System.err, "-cp", System.getProperty("java.class.path"), source.toString());
        assertEquals(0, errors, "compiler's exit code");

        String printed = run(directory);
        assertTrue(printed.contains("unix:/tmp/greeter.sock: Hello, world!"), printed);
        assertTrue(
                Pattern.compile("tcp:localhost:\\d+: Hello, world!")
                        .matcher(printed)
                        .find(),
                printed);
    }

    private static String javaBlock() throws Exception {
        Matcher blocks = JAVA_BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(blocks.find(), "README.md has a block of Java");
        return blocks.group(1);
    }

    private static String run(Path classes) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            loader.loadClass("Greeter").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
