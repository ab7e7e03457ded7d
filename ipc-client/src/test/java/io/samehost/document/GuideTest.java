package io.samehost.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.samehost.document.JavaBlocks.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of {@code docs/guide.md}, as they stand there. The first block holds the imports of the page, each other
 * block is the body of a {@code main}. A comment behind {@code println} is the line that is printed.
 */
@Timeout(60)
class GuideTest {
    private static final String PAGE = "docs/guide.md";
    private static final Pattern PRINTED = Pattern.compile("System\\.out\\.println\\(.*\\); // (.*)");

    /** Short: a socket's path may have 106 bytes. */
    @TempDir
    static Path directory;

    @BeforeAll
    static void compileThePage() throws Exception {
        List<Block> blocks = JavaBlocks.of(PAGE);
        String imports = blocks.get(0).text().replace("\n", " ");
        List<Path> sources = new ArrayList<>();
        for (Block block : blocks.subList(1, blocks.size())) {
            Path source = directory.resolve(className(block) + ".java");
            Files.writeString(source, program(imports, block));
            sources.add(source);
        }
        JavaBlocks.compile(directory, sources);
    }

    private static String className(Block block) {
        return "GuideLine" + block.line();
    }

    /** On the lines that it has in the page, so that the compiler names those. Sockets go to the test's directory. */
    private static String program(String imports, Block block) {
        String begin =
                "@SuppressWarnings(\"unused\") public class %s { public static void main(String[] args) throws Exception {"
                        .formatted(className(block));
        String body = block.text().replace("unix:./", "unix:" + directory + "/");
        return imports + begin + "\n".repeat(block.line() - 1) + body + "}}";
    }

    static Stream<Block> programs() throws Exception {
        return JavaBlocks.of(PAGE).stream().skip(1);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void eachProgramPrintsWhatItsCommentsSay(Block block) throws Exception {
        List<String> expected = PRINTED.matcher(block.text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertFalse(expected.isEmpty(), "a program that shows nothing proves nothing");
        assertEquals(
                expected,
                JavaBlocks.run(directory, className(block)).lines().toList(),
                () -> PAGE + ", line " + block.line());
    }
}
