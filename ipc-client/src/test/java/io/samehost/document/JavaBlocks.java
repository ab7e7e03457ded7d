package io.samehost.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The blocks of Java in a page of the documents. Compiles them and runs them. */
final class JavaBlocks {
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** @param line of the page, counted from 1, on which the text begins */
    record Block(int line, String text) {
        @Override
        public String toString() {
            return "line " + line;
        }
    }

    private JavaBlocks() {}

    /** The blocks of a page, which is named from the root of the repository. */
    static List<Block> of(String page) throws IOException {
        String text = Files.readString(Path.of("..", page));
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(lineAt(text, found.start(1)), found.group(1)))
                .toList();
    }

    private static int lineAt(String text, int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }

    /** Compiles sources in {@code directory} into it; a warning fails as an error does. */
    static void compile(Path directory, List<Path> sources) {
        List<String> options = List.of(
                "-Xlint:deprecation,removal,unchecked,rawtypes",
                "-Werror",
                "-Xmaxerrs",
                "5",
                "-proc:none",
                "-d",
                directory.toString());
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        sources.forEach(source -> arguments.add(source.toString()));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertEquals(0, result, () -> messages.toString(StandardCharsets.UTF_8));
    }

    /** Runs the {@code main} of a compiled class and returns what it printed. */
    static String run(Path directory, String className) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            loader.loadClass(className).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
